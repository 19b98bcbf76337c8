/** The documents of a small co-op: bylaws in three versions, house rules, minutes, a resolution; store and index real. */
import { documentShelf } from "../../../fakes/document-shelf.ts";
import { makeDocument } from "../../../fakes/make-document.ts";
import { openTestIndex } from "../../../fakes/open-index.ts";

const BYLAWS_2015 = `# § 1 Name
The co-op is called Lamphouse.
# § 2 Quorum
Twelve members make a quorum.
# § 3 Pets
No pets.`;

const BYLAWS_2022 = `# § 1 Name
The co-op is called Lamphouse.
# § 2 Guests
Guests sign the book and stay for two weeks at most.
# § 3 Quorum
(1) Thirty members make a quorum.
(2) The board invites in time.`;

const BYLAWS_2026 = `${BYLAWS_2022}
# § 4 Bicycles
Bicycles stand in the yard.`;

export function lawOfLamphouse() {
  const open = openTestIndex();
  const add = (name: string, text: string, record: Parameters<typeof open.add>[2]) =>
    open.add("main", makeDocument(text), { file: name, title: name, ...record });
  const bylaws = { title: "Bylaws" };
  const ids = {
    v1: add("bylaws-2015.md", BYLAWS_2015, { ...bylaws, inForceFrom: "2015-07-01", inForceTo: "2022-06-30" }),
    v2: add("bylaws-2022.md", BYLAWS_2022, { ...bylaws, inForceFrom: "2022-07-01", replaces: "bylaws-2015.md" }),
    v3: add("bylaws-2026.md", BYLAWS_2026, { ...bylaws, status: "draft", replaces: "bylaws-2022.md" }),
    house: add("house.md", "# 1 Noise\nQuiet after ten.", {
      title: "House rules by post",
      rank: "rules",
      guessed: ["inForceFrom", "rank"],
      inForceFrom: "2020-01-01",
    }),
    minutes: add("minutes.md", "# Roof\nThe roof is mended.", {
      title: "Minutes of 12 May 2026",
      rank: "minutes",
      adoptedOn: "2026-05-12",
    }),
    resolution: add("resolution.md", "Guests may stay for three weeks.", {
      title: "Resolution on guests",
      rank: "resolution",
      inForceFrom: "2026-01-01",
    }),
  };
  const documents = documentShelf(open);
  const file = (id: number) => {
    const version = open.corpus.documentById(id);
    if (version === null) throw new Error(`Expected document ${id} to be there, got none.`);
    return version;
  };
  return { ...open, documents, ids, version: file };
}
