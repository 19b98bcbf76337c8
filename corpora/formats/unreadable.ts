/** The one way a format says that a file cannot be read. Knows nothing of files or processes. */

/**
 * `message` goes on where the file's name ends and holds what was got and the remedy:
 * "is password-protected: save it without a password and load it again."
 */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}
