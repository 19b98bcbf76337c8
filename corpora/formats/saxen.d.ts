/** What Rochdale uses of saxen, which comes without types. */
declare module "saxen" {
  export class Parser {
    on(
      name: "openTag",
      handle: (
        name: string,
        attributes: () => Record<string, string>,
        decode: (text: string) => string,
        empty: boolean,
      ) => void,
    ): this;
    on(name: "closeTag", handle: (name: string) => void): this;
    on(name: "text", handle: (text: string, decode: (text: string) => string) => void): this;
    on(name: "cdata", handle: (text: string) => void): this;
    on(name: "warn", handle: (warning: unknown) => void): this;
    on(name: "error", handle: (error: Error) => void): this;
    parse(xml: string): unknown;
  }
}
