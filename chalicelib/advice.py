"""What a person at the scanner can do about each reason of a receipt, in French. A sync sends again only what has changed."""

_AGAIN = "Numériser la pièce à nouveau et redéposer le fichier sous le même nom."
_LOOKED_AT = "Rien à redéposer : un administrateur relance la prise en charge."

ADVICE: dict[str, str] = {
    "empty": _AGAIN,
    "type": "Enregistrer la pièce en PDF, JPEG, PNG ou TIFF, puis la déposer.",
    "encrypted": "Enregistrer le document sans mot de passe, puis le redéposer sous le même nom.",
    "corrupt": _AGAIN,
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
    "several_servants": "Déposer la pièce dans le dossier de chaque agent qu'elle concerne.",
    "text_lost": _LOOKED_AT,
    "refused_before": "Rien à redéposer : un archiviste décide.",
    "sealed_off": "Rien à redéposer : un archiviste habilité décide de la pièce scellée.",
    "by_review": "Rien à redéposer, sauf erreur : le motif est noté avec la décision de l'archiviste.",
    "withdrawn": "Ne pas redéposer la pièce telle quelle : numériser une copie où la mention est masquée, et la déposer.",
    "near_duplicate": "Rien à redéposer.",
    "doubted": "Rien à redéposer : un archiviste confirme de quel agent parle la pièce.",
    "twin_left": "Rien à redéposer : un archiviste décide.",
    "no_roster": "Déposer le fichier du personnel sous _roster/, puis prévenir un administrateur.",
    "reading_failed": _LOOKED_AT,
    "reading_refused": _LOOKED_AT,
    "pages_lost": _LOOKED_AT,
    "vanished": "Redéposer le fichier, sans l'effacer avant le récépissé.",
    "unprocessed": _LOOKED_AT,
    "never_came": "Relancer la synchronisation : seuls les fichiers qui manquent sont envoyés.",
    "digest_mismatch": "Comparer le fichier d'origine au bordereau, puis redéposer celui qui est juste.",
}
"""By `reason`."""

ASK = "Demander à un administrateur."
"""For a reason that has no advice of its own."""
