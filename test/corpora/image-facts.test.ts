import fc from "fast-check";
import { expect, test } from "vitest";
import { imageFacts } from "../../corpora/formats/image-facts.ts";
import { fixture } from "./reading.ts";

test("a scanner's JPEG tells its size", () => {
  expect(imageFacts(fixture("scan-page.jpg"))).toEqual({ kind: "JPEG", width: 1167, height: 1653, orientation: 1 });
});

test("a photograph that lies on its side says so", () => {
  const [begin, rest] = [fixture("scan-page.jpg").subarray(0, 2), fixture("scan-page.jpg").subarray(2)];
  const tag = Buffer.from("0112000300000001" + "0006" + "0000", "hex");
  const tiff = Buffer.concat([Buffer.from("4d4d002a00000008" + "0001", "hex"), tag]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  expect(imageFacts(Buffer.concat([begin, head, exif, rest]))).toMatchObject({ width: 1167, orientation: 6 });
});

test("whatever the bytes, there are facts or none", () => {
  const image = fixture("scan-page.jpg").subarray(0, 700);
  fc.assert(
    fc.property(fc.nat(image.length - 1), fc.nat(255), fc.nat(image.length), (at, byte, length) => {
      const damaged = Buffer.from(image.subarray(0, length));
      if (at < length) damaged[at] = byte;
      const facts = imageFacts(damaged);
      return facts === null || facts.width >= 0;
    }),
  );
});
