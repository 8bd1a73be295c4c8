"""Messages to readers and advice to the scanning room: each stable code in French and English."""

_AGAIN = "Numériser la pièce à nouveau et redéposer le fichier sous le même nom."
_LOOKED_AT = "Rien à redéposer : un administrateur relance la prise en charge."

ADVICE: dict[str, str] = {
    "empty": _AGAIN,
    "type": (
        "Enregistrer la pièce en PDF, JPEG, PNG ou TIFF, puis la déposer. Photo d'iPhone (HEIC) : Réglages, Appareil photo, Formats, "
        "« Le plus compatible », ou exporter en JPEG. Vieux TIFF (compression JPEG d'avant 1995) : l'ouvrir et l'enregistrer en PDF."
    ),
    "encrypted": "Enregistrer le document sans mot de passe, puis le redéposer sous le même nom.",
    "corrupt": (
        "Reprendre le fichier d'origine, ou numériser la pièce à nouveau, et le redéposer sous le même nom. Un fichier envoyé par FTP se "
        "renvoie en mode binaire : le mode texte l'abîme."
    ),
    "pages": "Partager le document en plusieurs fichiers de moins de 3 000 pages, puis les déposer.",
    "size": "Partager le document, ou le numériser à 200 points par pouce en niveaux de gris, puis le redéposer.",
    "dimensions": "Numériser la pièce à nouveau, à 300 points par pouce au plus, page par page.",
    "bomb": _AGAIN,
    "timeout": _AGAIN,
    "no_matricule": "Ranger le fichier dans un dossier nommé par le matricule de l'agent, puis le redéposer.",
    "unknown_matricule": "Corriger le matricule et redéposer ; si l'agent est nouveau, déposer d'abord le fichier du personnel à jour.",
    "ambiguous_matricule": "Écrire le matricule en entier, comme dans le fichier du personnel, puis redéposer.",
    "conflicting_matricules": "Vérifier de quel agent parle la pièce, corriger le dossier ou le nom du fichier, puis redéposer.",
    "conflicting_text": "Vérifier de quel agent parle la pièce ; si elle est mal rangée, la redéposer dans le dossier de cet agent.",
    "homonyms": "Rien à redéposer : un archiviste confirme de quel agent parle la pièce.",
    "folder_alone": "Rien à redéposer : un archiviste confirme de quel agent parle la pièce.",
    "several_servants": "Déposer la pièce dans le dossier de chaque agent qu'elle concerne.",
    "text_lost": _LOOKED_AT,
    "refused_before": "Rien à redéposer : un archiviste décide.",
    "moved_before": "Rien à redéposer : un archiviste décide. Vérifier le dossier où le fichier est rangé sur le poste.",
    "sealed_off": "Rien à redéposer : un archiviste habilité décide de la pièce scellée.",
    "by_review": "Rien à redéposer, sauf erreur : le motif est noté avec la décision de l'archiviste.",
    "withdrawn": "Ne pas redéposer la pièce telle quelle : numériser une copie où la mention est masquée, et la déposer.",
    "near_duplicate": "Rien à redéposer.",
    "doubted": "Rien à redéposer : un archiviste confirme de quel agent parle la pièce.",
    "twin_left": "Rien à redéposer : un archiviste décide.",
    "attachments": "Enregistrer chaque document joint dans un fichier à part, et le déposer ; un archiviste décide de celui-ci.",
    "no_roster": "Déposer le fichier du personnel sous _roster/, puis prévenir un administrateur.",
    "reading_failed": _LOOKED_AT,
    "reading_refused": _LOOKED_AT,
    "pages_lost": _LOOKED_AT,
    "vanished": "Redéposer le fichier, sans l'effacer avant le récépissé.",
    "unprocessed": _LOOKED_AT,
    "never_came": "Relancer la synchronisation : seuls les fichiers qui manquent sont envoyés.",
    "digest_mismatch": "Comparer le fichier d'origine au bordereau, puis redéposer celui qui est juste.",
}
"""Advice to the scanning room, in French, by `reason`. A sync sends again only what has changed."""

ASK = "Demander à un administrateur."
"""Advice for any other reason."""


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
    "not_found": ("Introuvable, ou pas dans ce que vous pouvez consulter.", "Not found, or not among what you may read."),
    "hides_text": (
        (
            "Ce fichier contient des mots ou des documents que ses pages ne montrent pas : il ne se télécharge pas. Les images montrent "
            "tout ce que disent les pages ; pour une copie, adressez-vous au guichet des archives."
        ),
        (
            "This file contains words or documents that its pages do not show: it cannot be downloaded. The images show all that the pages "
            "say; for a copy, ask at the archive's counter."
        ),
    ),
    "no_picture": (
        "Cette page ne peut pas être montrée en image : lisez son texte, ou téléchargez l'original.",
        "This page cannot be shown as an image: read its text, or download the original.",
    ),
    "invalid": ("La demande est incomplète ou mal écrite.", "The request is incomplete or badly written."),
    "too_large": ("La demande est trop longue.", "The request is too long."),
    "conflict": ("Quelqu'un d'autre vient de le changer : rechargez la page.", "Somebody else has just changed it: load the page again."),
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
        "Prenez d'abord la pièce en main : elle ne l'est plus, ou quelqu'un d'autre l'a prise.",
        "Take the piece in hand first: it no longer is, or somebody else has taken it.",
    ),
    "taken": ("Quelqu'un d'autre a cette pièce en main.", "Somebody else has this piece in hand."),
    "no_owner": ("Indiquez de quel agent est la pièce.", "Say whose piece it is."),
    "unknown_servant": (
        "Ce matricule n'est pas dans le fichier du personnel en vigueur.",
        "This matricule is not in the roster in force.",
    ),
    "unknown_type": ("Ce type de pièce n'est pas dans la nomenclature.", "This type of piece is not in the nomenclature."),
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
            "This text says what must not be kept on file (origin, opinion, religion, union, health): take it out. If a piece says it, "
            "tell only which one, and on which page."
        ),
    ),
    "still_forbidden": (
        "Ce qui resterait lisible porte encore une mention interdite : masquez-la aussi, ou libérez la pièce si ce n'en est pas une.",
        "What would still be read says what must not be kept on file: hide that too, or release the piece if it is no such thing.",
    ),
    "copy_too_long": (
        "L'archive masque 60 pages au plus : faites la copie sur papier, ou attendez-la ainsi.",
        "The archive masks 60 pages at most: make the copy on paper, or wait for it that way.",
    ),
    "already_filed": (
        "Le même original est déjà dans ce dossier : marquez celle-ci comme doublon.",
        "The same original is in this case file already: mark this one as a duplicate.",
    ),
    "no_such_twin": (
        "La pièce dont celle-ci serait le doublon n'est pas classée, ou c'est la même.",
        "The piece that this one would be a duplicate of is not filed, or is the same one.",
    ),
    "nothing_to_undo": ("Aucune décision n'est à annuler.", "There is no decision to undo."),
    "reread_since": (
        "La pièce a changé d'elle-même depuis cette décision (nouvelle lecture) : confirmez l'annulation.",
        "The piece has changed by itself since that decision (a new reading): confirm the undoing.",
    ),
    "guardians_alone": ("Seul un gardien revient sur la décision d'un gardien.", "Only a guardian undoes a guardian's decision."),
    "too_many_reports": (
        "Dix de vos signalements attendent déjà une réponse : attendez-la avant d'en faire un autre.",
        "Ten of your reports are waiting for an answer already: wait for it before making another.",
    ),
    "batch_name": (
        (
            "Ce nom de lot ne convient pas : 200 signes visibles au plus, sans / * ? ni $, sans _ en tête ni point à la fin ; il n'est ni "
            "réservé (copies-masquees, CON, NUL), ni semblable à un matricule."
        ),
        (
            "This name does not do for a batch: at most 200 visible characters, none of / * ? $, no _ at the beginning and no dot at the "
            "end; neither reserved (copies-masquees, CON, NUL) nor like a matricule."
        ),
    ),
    "not_through_the_site": ("Passez par l'adresse du site.", "Please use the site's address."),
}
"""Messages of the API by `code`: (French, English)."""

UNSENT: dict[str, tuple[str, str]] = {
    "empty": ("Le fichier est vide.", "The file is empty."),
    "size": ("Le fichier dépasse 500 Mo : partagez-le.", "The file is larger than 500 MB: split it."),
    "path": (
        "Le nom du fichier, ou d'un de ses dossiers, ne convient pas : renommez-le.",
        "The name of the file, or of one of its folders, does not do: rename it.",
    ),
    "litter": ("Ce fichier n'est pas un document à archiver.", "This file is no document to be archived."),
    "forbidden_name": (
        "Le nom du fichier, ou d'un de ses dossiers, dit ce qu'un dossier ne doit pas dire : renommez-le.",
        "The name of the file, or of one of its folders, says what a case file must not say: rename it.",
    ),
}
"""Reasons to refuse a file before it is deposited from the page: (French, English)."""

REASONS: dict[str, tuple[str, str]] = {
    # refused: why a file cannot be a piece
    "empty": ("Le fichier est vide.", "The file is empty."),
    "type": (
        "Ce type de fichier n'est pas accepté : seuls PDF (hors formulaires XFA), JPEG, PNG et TIFF courants le sont.",
        "This type of file is not accepted: only PDF (no XFA forms) and common JPEG, PNG and TIFF are.",
    ),
    "encrypted": (
        "Le document est protégé par un mot de passe : enregistrez-le sans protection.",
        "The document is protected by a password: save it without protection.",
    ),
    "corrupt": ("Le fichier est abîmé ou incomplet : numérisez-le à nouveau.", "The file is damaged or cut short: scan it again."),
    "pages": ("Le document compte plus de 3 000 pages : partagez-le.", "The document has more than 3,000 pages: split it."),
    "size": (
        "Le fichier dépasse 500 Mo (PNG transparent ou entrelacé : 10 Mo) : partagez-le ou réduisez la résolution.",
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
        "Ni le dossier ni le nom du fichier ne disent de matricule.",
        "Neither the folder nor the file's name says a matricule.",
    ),
    "unknown_matricule": ("Le matricule indiqué n'est pas dans le fichier du personnel.", "The matricule given is not in the roster."),
    "ambiguous_matricule": ("Le matricule indiqué peut désigner plusieurs agents.", "The matricule given may mean several servants."),
    "conflicting_matricules": ("Le dossier et le nom du fichier disent deux agents.", "The folder and the file's name say two servants."),
    "conflicting_text": ("Le texte parle d'un autre agent que le dossier.", "The text speaks of another servant than the folder."),
    "homonyms": (
        "Plusieurs agents portent ce nom, et le texte ne dit pas lequel.",
        "Several servants bear this name, and the text does not say which.",
    ),
    "folder_alone": (
        "Le texte, ou un acte qu'il contient, ne nomme personne : seul le dossier du dépôt dit l'agent.",
        "The text, or an act in it, names nobody: only the upload folder tells the servant.",
    ),
    "several_servants": ("Le texte parle de plusieurs agents.", "The text speaks of several servants."),
    "text_lost": (
        "Le texte de la pièce n'est plus dans la conservation : un administrateur doit la faire relire.",
        "The piece's text is no longer in the vault: an administrator must have it read again.",
    ),
    "refused_before": (
        "Le même document a déjà été refusé par un archiviste.",
        "An archivist has already refused the same document.",
    ),
    "moved_before": (
        "Un archiviste a déjà classé ce même document, venu du même dossier, chez un autre agent.",
        "An archivist has already filed the same document, from the same folder, with another servant.",
    ),
    "sealed_off": (
        "La pièce porte une mention interdite : scellée jusqu'à la décision d'un gardien.",
        "The piece says what must not be kept on file: sealed off until a guardian decides.",
    ),
    "doubted": (
        "Une relecture ne confirme pas l'agent au dossier duquel la pièce était classée.",
        "A second reading does not confirm the servant in whose case file the piece was.",
    ),
    "twin_left": (
        "La pièce dont celle-ci était le doublon n'est plus dans ce dossier : décidez de celle-ci.",
        "The piece that this one was a duplicate of is no longer in that case file: decide of this one.",
    ),
    "attachments": (
        "Des documents sont joints à ce PDF, et l'archive ne les lit pas.",
        "Documents are attached to this PDF, and the archive does not read them.",
    ),
    "no_roster": ("Aucun fichier du personnel n'est encore chargé.", "No roster has been loaded yet."),
    # decided by a person
    "by_review": ("Écartée par un archiviste, qui l'a examinée.", "Set aside by an archivist who looked at it."),
    "withdrawn": ("Retirée par décision d'un gardien : personne ne la consulte.", "Withdrawn by a guardian's decision: nobody reads it."),
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
        "Il manque à cette image sa marque de fin ; toute l'image est là. À comparer à l'original sur papier.",
        "This image lacks its end marker; the whole image is there. Compare it with the paper.",
    ),
}
"""What a receipt remarks on a file that was taken, by `remark`: (French, English)."""


def in_language(words: tuple[str, str], language: str) -> str:
    """Text of a (French, English) pair in a language; French for any language but `en`.

    >>> in_language(("Introuvable.", "Not found."), "en"), in_language(("Introuvable.", "Not found."), "rn")
    ('Not found.', 'Introuvable.')
    """
    french, english = words
    return english if language == "en" else french


def reason_words(reason: str | None, count: int = 0) -> tuple[str | None, str | None]:
    """French and English words of a reason or remark, with the number of attached documents; the code itself for an unknown one.

    >>> reason_words("attachments", 2)[1]
    'Documents are attached to this PDF, and the archive does not read them (2).'
    """
    if not reason:
        return None, None
    french, english = (REASONS | REMARKS).get(reason, (reason, reason))
    if not count or reason != "attachments":
        return french, english
    return f"{french[:-1]} ({count}).", f"{english[:-1]} ({count})."
