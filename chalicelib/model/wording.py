"""Messages to readers, and reasons of a receipt: each stable code in French and English."""

from pathlib import PurePosixPath

MESSAGES: dict[str, tuple[str, str]] = {
    "not_signed_in": ("Votre session est terminée : identifiez-vous de nouveau.", "Your session has ended: sign in again."),
    "sign_in_refused": (
        (
            "Identifiant ou mot de passe incorrect. Un premier mot de passe n'est valable que quelques jours : s'il a expiré, ou si vous "
            "l'avez perdu, adressez-vous au guichet des archives."
        ),
        (
            "Wrong user name or password. A first password is good for some days only: if it has expired, or if you have lost it, ask at "
            "the archive's counter."
        ),
    ),
    "too_many_attempts": (
        "Trop d'essais : attendez un peu avant de recommencer.",
        "Too many attempts: wait a little before trying again.",
    ),
    "challenge_over": (
        "Cette étape a expiré : recommencez depuis l'identifiant et le mot de passe.",
        "This step has expired: start again from your user name and password.",
    ),
    "wrong_code": (
        "Ce code n'est pas le bon, ou il a déjà servi : attendez le suivant.",
        "This code is wrong, or has been used already: wait for the next one.",
    ),
    "wrong_password": ("Le mot de passe actuel n'est pas le bon.", "The present password is wrong."),
    "weak_password": (
        "Choisissez un mot de passe d'au moins 12 caractères, sans espace, avec une majuscule, une minuscule et un chiffre.",
        "Choose a password of at least 12 characters, without blanks, with a capital, a small letter and a digit.",
    ),
    "same_password": (
        "Choisissez un autre mot de passe que celui que vous avez déjà, et que celui de votre fiche.",
        "Choose another password than the one that you have, and than that of your slip.",
    ),
    "not_json": (
        "La demande n'est pas en JSON (`Content-Type: application/json`).",
        "The request is not JSON (`Content-Type: application/json`).",
    ),
    "not_found": ("Introuvable, ou vous ne pouvez pas le consulter.", "Not found, or you may not read it."),
    "hides_text": (
        (
            "Ce fichier contient du texte ou des documents joints que ses pages ne montrent pas : il ne peut pas être téléchargé. Les "
            "images montrent tout ce qui est visible ; pour une copie, adressez-vous au guichet des archives."
        ),
        (
            "This file contains text or attached documents that its pages do not show: it cannot be downloaded. The images show all that "
            "is visible; for a copy, ask at the archive's counter."
        ),
    ),
    "no_picture": (
        "Cette page ne peut pas être montrée en image : lisez son texte, ou téléchargez l'original.",
        "This page cannot be shown as an image: read its text, or download the original.",
    ),
    "invalid": ("La demande est incomplète ou mal écrite.", "The request is incomplete or badly written."),
    "plan_refused": ("Le plan n'est pas enregistré : corrigez ce qui suit.", "The plan is not saved: correct what follows."),
    "too_large": ("La demande est trop longue.", "The request is too long."),
    "conflict": (
        "Une autre personne vient de modifier ces données : rechargez la page.",
        "Somebody else has just changed these data: load the page again.",
    ),
    "busy": ("Le service est très demandé : réessayez dans un instant.", "The service is very busy: try again in a moment."),
    "broken": ("Une erreur est survenue de notre côté ; elle est enregistrée.", "Something went wrong on our side; it is recorded."),
    "not_entitled": (
        "Selon le fichier du personnel, cet agent a quitté le service : son compte reste fermé.",
        "By the roster this servant has left: the account stays closed.",
    ),
    "no_account": ("Cet agent n'a pas encore de compte : ouvrez-le.", "This servant has no account yet: open one."),
    "account_exists": ("Cet agent a déjà un compte ouvert.", "This servant's account is open already."),
    "account_closed": ("Ce compte est fermé : rouvrez-le d'abord.", "This account is closed: open it again first."),
    "account_mismatched": (
        "Ce compte n'est pas rattaché au dossier de cet agent : prévenez un administrateur.",
        "This account does not belong to this servant's case file: tell an administrator.",
    ),
    "staff_account": (
        "Cette personne a un rôle dans l'archive : seul un administrateur peut modifier son compte.",
        "This person has a role in the archive: only an administrator may change the account.",
    ),
    "claim_first": (
        "Ouvrez d'abord la pièce : votre réservation a pris fin, ou un autre archiviste l'a ouverte.",
        "Open the document first: your reservation has ended, or another archivist has opened it.",
    ),
    "taken": ("Un autre archiviste a ouvert cette pièce.", "Another archivist has opened this document."),
    "no_owner": ("Indiquez de quel agent est la pièce.", "Say whose document it is."),
    "unknown_servant": (
        "Ce matricule n'est pas dans le fichier du personnel en vigueur.",
        "This matricule is not in the roster in force.",
    ),
    "unknown_type": ("Ce type de pièce n'est pas dans la nomenclature.", "This type of document is not in the nomenclature."),
    "bad_field": (
        "Un champ est inconnu, trop long ou mal écrit ; les dates s'écrivent AAAA-MM-JJ.",
        "A field is unknown, too long or badly written; dates are written YYYY-MM-DD.",
    ),
    "forbidden_word": (
        (
            "Ce texte porte une mention interdite (origine, opinion, religion, syndicat, santé) : retirez-la. Si c'est une pièce qui la "
            "porte, dites seulement laquelle, et à quelle page."
        ),
        (
            "This text says what must not be kept on file (origin, opinion, religion, union, health): take it out. If a document says it, "
            "tell only which one, and on which page."
        ),
    ),
    "still_forbidden": (
        "Ce qui resterait lisible porte encore une mention interdite : masquez-la aussi, ou libérez la pièce si ce n'en est pas une.",
        "What would still be read says what must not be kept on file: hide that too, or release the document if it does not.",
    ),
    "casefile_too_large": (
        "Ce dossier est trop volumineux pour une seule copie. Téléchargez ses pièces une à une, ou demandez une copie au guichet.",
        "This case file is too large for one copy. Download its documents one by one, or ask for a copy at the counter.",
    ),
    "nothing_to_copy": ("Ce dossier ne contient aucune pièce à copier.", "This case file holds no document to copy."),
    "copy_too_long": (
        "L'archive masque 60 pages au plus : faites la copie sur papier, ou attendez-la ainsi.",
        "The archive masks 60 pages at most: make the copy on paper, or wait for it that way.",
    ),
    "already_filed": (
        "Le même original est déjà dans ce dossier : marquez celle-ci comme doublon.",
        "The same original is in this case file already: mark this one as a duplicate.",
    ),
    "no_such_twin": (
        "La pièce indiquée comme l'original de ce doublon n'est pas classée, ou c'est la même pièce.",
        "The document given as this one's original is not filed, or is the same document.",
    ),
    "nothing_to_undo": ("Aucune décision n'est à annuler.", "There is no decision to undo."),
    "too_many_pieces": ("Un fichier se découpe en 400 pièces au plus.", "A file is cut into 400 documents at most."),
    "closed_pages": (
        "Des pages sont fermées aux lecteurs : la pièce qu'elles forment ne peut être découpée ni jointe à une autre.",
        "Some pages are closed to readers: the document that they form cannot be cut, nor joined to another.",
    ),
    "reread_since": (
        "La pièce a été relue automatiquement depuis cette décision : confirmez l'annulation.",
        "The document has been read again since that decision: confirm that you undo it.",
    ),
    "guardians_alone": ("Seul un gardien peut annuler la décision d'un gardien.", "Only a guardian can undo a guardian's decision."),
    "too_many_reports": (
        "Dix de vos signalements attendent une réponse : vous pourrez en faire un autre après la première réponse.",
        "Ten of your reports are waiting for an answer: you can make another after the first answer.",
    ),
    "photo_missing": (
        "La photo n'est pas arrivée entière : envoyez le signalement de nouveau, ou retirez-la.",
        "The photo has not arrived whole: send the report again, or remove the photo.",
    ),
    "photo_refused": (
        "Ce fichier ne s'ouvre pas comme une photo ou un PDF, ou il est trop grand : choisissez-en un autre, ou envoyez sans lui.",
        "This file does not open as a photo or PDF, or is too large: choose another one, or send without it.",
    ),
    "batch_name": (
        (
            "Ce nom de lot ne convient pas : 200 caractères visibles au plus, sans / * ? ni $, sans _ en tête ni point à la fin ; il n'est "
            "ni réservé (copies-masquees, signalements, CON, NUL), ni semblable à un matricule."
        ),
        (
            "This name does not do for a batch: at most 200 visible characters, none of / * ? $, no _ at the beginning and no dot at the "
            "end; neither reserved (copies-masquees, signalements, CON, NUL) nor like a matricule."
        ),
    ),
    "not_through_the_site": ("Passez par l'adresse du site.", "Please use the site's address."),
}
"""Messages of the API by `code`: (French, English)."""

UNSENT: dict[str, tuple[str, str]] = {
    "empty": ("Le fichier est vide.", "The file is empty."),
    "size": ("Le fichier dépasse 500 Mo : divisez-le.", "The file is larger than 500 MB: split it."),
    "path": (
        "Le nom du fichier, ou d'un de ses dossiers, ne convient pas : renommez-le.",
        "The name of the file, or of one of its folders, does not do: rename it.",
    ),
    "litter": ("Ce fichier n'est pas un document à archiver.", "This file is no document to be archived."),
    "forbidden_name": (
        "Le nom du fichier, ou d'un de ses dossiers, porte une mention interdite : renommez-le.",
        "The name of the file, or of one of its folders, holds a forbidden mention: rename it.",
    ),
}
"""Reasons to refuse a file before it is deposited from the page: (French, English)."""

REASONS: dict[str, tuple[str, str]] = {
    # refused: why a file cannot be a piece
    "empty": ("Le fichier est vide.", "The file is empty."),
    "type": (
        "Ce type de fichier n'est pas accepté : seuls PDF, JPEG, PNG et TIFF le sont.",
        "This type of file is not accepted: only PDF, JPEG, PNG and TIFF are.",
    ),
    "variant": (
        "Cette variante du format n'est pas acceptée (formulaire PDF dynamique XFA, JPEG ou TIFF d'une forme rare).",
        "This variant of the format is not accepted (dynamic XFA form, JPEG or TIFF of a rare form).",
    ),
    "encrypted": (
        "Le document est protégé par un mot de passe : enregistrez-le sans protection.",
        "The document is protected by a password: save it without protection.",
    ),
    "corrupt": ("Le fichier est abîmé ou incomplet : numérisez-le à nouveau.", "The file is damaged or cut short: scan it again."),
    "pages": ("Le document compte plus de 3 000 pages : divisez-le.", "The document has more than 3,000 pages: split it."),
    "size": (
        "Le fichier dépasse 500 Mo (PNG transparent ou entrelacé : 10 Mo) : divisez-le ou réduisez la résolution.",
        "The file is larger than 500 MB (transparent or interlaced PNG: 10 MB): split it or scan at a lower resolution.",
    ),
    "dimensions": (
        "Une page est trop grande (plus de 9 000 points, ou 10 000 pixels de côté) ou trop petite (moins de 15).",
        "A page is too large (more than 9,000 points, or 10,000 pixels a side) or too small (less than 15).",
    ),
    "bomb": ("Le fichier, une fois ouvert, occuperait trop de mémoire.", "The file would take too much memory once opened."),
    "timeout": ("Le fichier n'a pas pu être examiné en 10 secondes.", "The file could not be examined within 10 seconds."),
    # to_review: why a person must look
    "no_matricule": (
        "Ni le dossier ni le nom du fichier n'indiquent de matricule.",
        "Neither the folder nor the file's name gives a matricule.",
    ),
    "unknown_matricule": ("Le matricule indiqué n'est pas dans le fichier du personnel.", "The matricule given is not in the roster."),
    "ambiguous_matricule": ("Le matricule indiqué peut désigner plusieurs agents.", "The matricule given may mean several servants."),
    "conflicting_matricules": (
        "Le dossier et le nom du fichier désignent deux agents différents.",
        "The folder and the file's name give two different servants.",
    ),
    "conflicting_text": ("Le texte désigne un autre agent que celui du dossier.", "The text names another servant than the folder's."),
    "homonyms": (
        "Plusieurs agents portent ce nom, et le texte ne permet pas de savoir lequel.",
        "Several servants bear this name, and the text does not tell which.",
    ),
    "folder_alone": (
        "Le texte, ou l'un des actes qu'il contient, ne désigne aucun agent : seul le dossier du dépôt l'indique.",
        "The text, or one of the acts in it, names no servant: only the upload folder does.",
    ),
    "several_servants": ("Le texte concerne plusieurs agents.", "The text is about several servants."),
    "text_lost": (
        "Le texte de la pièce n'est plus dans la conservation : un administrateur doit la faire relire.",
        "The document's text is no longer in the vault: an administrator must have it read again.",
    ),
    "refused_before": (
        "Le même document a déjà été refusé par un archiviste.",
        "An archivist has already refused the same document.",
    ),
    "moved_before": (
        "Un archiviste a déjà classé ce même document, venu du même dossier, au dossier d'un autre agent.",
        "An archivist has already filed the same document, from the same folder, in another servant's case file.",
    ),
    "sealed_off": (
        "La pièce porte une mention interdite : elle est scellée jusqu'à la décision d'un gardien.",
        "The document holds a forbidden mention: it is sealed off until a guardian decides.",
    ),
    "doubted": (
        "Une seconde lecture ne confirme pas que la pièce concerne l'agent au dossier duquel elle était classée.",
        "A second reading does not confirm that the document is about the servant in whose case file it was.",
    ),
    "twin_left": (
        "La pièce dont celle-ci était le doublon n'est plus dans ce dossier : une décision est à prendre.",
        "The document that this one was a duplicate of is no longer in that case file: a decision is wanted.",
    ),
    "cuts": (
        "Plusieurs pièces semblent se suivre dans ce fichier, et l'endroit où l'une finit n'est pas sûr.",
        "Several documents seem to follow one another in this file, and where one ends is not sure.",
    ),
    "blank_pages": (
        "Toutes les pages sont blanches : l'envers des feuilles a sans doute été numérisé.",
        "All pages are blank: most likely the wrong sides of the sheets were scanned.",
    ),
    "separators_alone": (
        "Le fichier ne contient que des intercalaires : aucune pièce ne se trouve entre eux.",
        "The file holds nothing but separator sheets: there is no document between them.",
    ),
    "pieces_in_review": (
        "Le fichier contient plusieurs pièces, dont une au moins est à vérifier.",
        "The file holds several documents, and at least one of them is to be checked.",
    ),
    "attachments": (
        "Des documents sont joints à ce PDF, et l'archive ne les lit pas.",
        "Documents are attached to this PDF, and the archive does not read them.",
    ),
    "no_roster": ("Aucun fichier du personnel n'est encore chargé.", "No roster has been loaded yet."),
    # decided by a person
    "by_review": ("Écartée par un archiviste après examen.", "Set aside by an archivist after examination."),
    "withdrawn": (
        "Retirée par décision d'un gardien : elle ne peut plus être consultée.",
        "Withdrawn by a guardian's decision: it can no longer be read.",
    ),
    "near_duplicate": (
        "Le même acte, numérisé une autre fois, semble déjà au dossier.",
        "The same act, scanned another time, seems to be in the case file already.",
    ),
    # failed: why we could not finish
    "reading_failed": (
        "La lecture n'a pas abouti : un administrateur doit la relancer.",
        "The reading did not finish: an administrator must start it again.",
    ),
    "reading_refused": ("Le service de lecture n'a pas accepté le document.", "The reading service did not accept the document."),
    "pages_lost": (
        "La lecture a rendu moins de pages que le document n'en compte.",
        "The reading returned fewer pages than the document has.",
    ),
    "vanished": ("Le fichier a disparu avant d'être pris en charge.", "The file disappeared before it was taken in."),
    "unprocessed": (
        "La prise en charge a échoué plusieurs fois : voir la file des échecs.",
        "Ingest failed several times: see the dead-letter queue.",
    ),
    # missing: announced, never came
    "never_came": ("Annoncé par le bordereau, jamais arrivé.", "Announced by the manifest, never arrived."),
    "digest_mismatch": ("Arrivé avec une autre empreinte que celle du bordereau.", "Arrived with another digest than the manifest's."),
}
"""Reasons of a receipt by `reason`: (French, English)."""


REMARKS: dict[str, tuple[str, str]] = {
    "end_missing": (
        "La marque de fin du fichier manque, mais l'image est entière. À comparer à l'original sur papier.",
        "The file's end marker is missing, but the image is whole. Compare it with the paper.",
    ),
}
"""What a receipt remarks on a file that was taken, by `remark`: (French, English)."""


_MISNAMED = (
    "Nommé {extension}, mais ce n'en est pas un : le contenu n'est ni PDF, ni JPEG, ni PNG, ni TIFF.",
    "Named {extension}, but it is none: its content is neither PDF, JPEG, PNG nor TIFF.",
)
_PROMISING = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
"""Extensions of the accepted formats."""


def in_language(words: tuple[str, str], language: str) -> str:
    """Text of a (French, English) pair in a language; French for any language but `en`.

    >>> in_language(("Introuvable.", "Not found."), "en"), in_language(("Introuvable.", "Not found."), "rn")
    ('Not found.', 'Introuvable.')
    """
    french, english = words
    return english if language == "en" else french


def reason_words(reason: str | None, count: int = 0, key: str = "") -> tuple[str | None, str | None]:
    """French and English words of a reason or remark; the code itself for an unknown one.

    >>> reason_words("attachments", 2)[1]
    'Documents are attached to this PDF, and the archive does not read them (2).'
    >>> reason_words("type", key="lot-1/12345/acte.PDF")[0]
    "Nommé .pdf, mais ce n'en est pas un : le contenu n'est ni PDF, ni JPEG, ni PNG, ni TIFF."

    Args:
        reason: a key of `REASONS` or `REMARKS`.
        count: of documents attached to the file.
        key: inbox key of the file; one that promises another format than the content's is told so.
    """
    if not reason:
        return None, None
    extension = PurePosixPath(key).suffix.lower()
    if reason == "type" and extension in _PROMISING:
        french, english = _MISNAMED
        return french.format(extension=extension), english.format(extension=extension)
    french, english = (REASONS | REMARKS).get(reason, (reason, reason))
    if not count or reason != "attachments":
        return french, english
    return f"{french[:-1]} ({count}).", f"{english[:-1]} ({count})."
