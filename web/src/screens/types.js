// Codes of the nomenclature in the dictionary, and the canonical form of a matricule.
export const TYPES = ["01.1", "01.2", "01.3", "01.4", "02.1", "02.2", "02.3", "02.4", "03.1", "03.2", "03.3", "03.4", "04.1", "04.2", "04.3", "05.1",
  "05.2", "05.3", "06.1", "07.1", "08.1", "09.1", "10.1", "11.1", "11.2", "12.1"];

/** The API accepts normalised matricules only. */
export const folded = (text) => text.normalize("NFKD").toUpperCase().replace(/[^A-Z0-9]/g, "");
