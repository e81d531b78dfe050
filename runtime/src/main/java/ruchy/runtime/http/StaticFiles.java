package ruchy.runtime.http;

/// The files of one directory, served under the prefix of a route.
interface StaticFiles {
  /// Answers with a file and returns true, or returns false when the directory has no such file.
  /// `path` is decoded and begins after the prefix. Called on a virtual thread; waits until the
  /// file is sent.
  boolean answer(String path, Request request, Response response);
}
