"""Advice to the scanning room in French: what to do about each reason of a receipt."""

_AGAIN = "Numériser la pièce à nouveau et redéposer le fichier sous le même nom."
_LOOKED_AT = "Rien à redéposer : un administrateur relance la prise en charge."

ADVICE: dict[str, str] = {
    "empty": _AGAIN,
    "type": (
        "Enregistrer la pièce en PDF, JPEG, PNG ou TIFF (changer le nom ne suffit pas), puis la déposer. Photo d'iPhone (HEIC) : Réglages, "
        "Appareil photo, Formats, « Le plus compatible », ou exporter en JPEG."
    ),
    "variant": "Ouvrir le fichier, l'enregistrer ou l'imprimer en PDF, puis le redéposer sous le même nom.",
    "encrypted": "Enregistrer le document sans mot de passe, puis le redéposer sous le même nom.",
    "corrupt": (
        "Reprendre le fichier d'origine, ou numériser la pièce à nouveau, et le redéposer sous le même nom. Un fichier envoyé par FTP se "
        "renvoie en mode binaire : le mode texte l'abîme."
    ),
    "pages": "Diviser le document en plusieurs fichiers de moins de 3 000 pages, puis les déposer.",
    "size": "Diviser le document, ou le numériser à 200 points par pouce en niveaux de gris, puis le redéposer.",
    "dimensions": "Numériser la pièce à nouveau, à 300 points par pouce au plus, page par page.",
    "bomb": _AGAIN,
    "timeout": _AGAIN,
    "no_matricule": "Ranger le fichier dans un dossier nommé par le matricule de l'agent, puis le redéposer.",
    "unknown_matricule": "Corriger le matricule et redéposer ; si l'agent est nouveau, déposer d'abord le fichier du personnel à jour.",
    "ambiguous_matricule": "Écrire le matricule en entier, comme dans le fichier du personnel, puis redéposer.",
    "conflicting_matricules": "Vérifier quel agent la pièce concerne, corriger le dossier ou le nom du fichier, puis redéposer.",
    "conflicting_text": "Vérifier quel agent la pièce concerne ; si elle est mal rangée, la redéposer dans le dossier de cet agent.",
    "homonyms": "Rien à redéposer : un archiviste confirme quel agent la pièce concerne.",
    "folder_alone": "Rien à redéposer : un archiviste confirme quel agent la pièce concerne.",
    "several_servants": "Déposer la pièce dans le dossier de chaque agent qu'elle concerne.",
    "text_lost": _LOOKED_AT,
    "refused_before": "Rien à redéposer : un archiviste décide.",
    "moved_before": "Rien à redéposer : un archiviste décide. Vérifier le dossier où le fichier est rangé sur le poste.",
    "sealed_off": "Rien à redéposer : un archiviste habilité décide de la pièce scellée.",
    "by_review": "Rien à redéposer, sauf erreur : le motif est noté avec la décision de l'archiviste.",
    "withdrawn": "Ne pas redéposer la pièce telle quelle : numériser une copie où la mention est masquée, et la déposer.",
    "near_duplicate": "Rien à redéposer.",
    "doubted": "Rien à redéposer : un archiviste confirme quel agent la pièce concerne.",
    "twin_left": "Rien à redéposer : un archiviste décide.",
    "attachments": "Enregistrer chaque document joint dans un fichier à part, et le déposer ; un archiviste décide de celui-ci.",
    "cuts": "Rien à redéposer : un archiviste confirme où chaque pièce commence. Des intercalaires entre les pièces l'évitent.",
    "blank_pages": (
        "Regarder les feuilles : si l'une porte un texte, la numériser du bon côté et redéposer le fichier. Sinon, rien à redéposer : un "
        "archiviste écarte le fichier."
    ),
    "separators_alone": (
        "Numériser les pièces avec leurs intercalaires, et redéposer le fichier. S'il n'y en a pas, rien à redéposer : un archiviste "
        "écarte le fichier."
    ),
    "pieces_in_review": "Rien à redéposer : un archiviste vérifie les pièces du fichier qui attendent.",
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
