package ruchy.runtime.http;

import java.nio.file.Path;

/// The files of one directory.
final class DirectoryFiles implements StaticFiles {
  private static final String BY = "server.static";

  private final FileOptions options;
  private final FileSearch search;
  private final FileCache cache = new FileCache();

  DirectoryFiles(Path root, FileOptions options) {
    this.options = options;
    this.search = new FileSearch(root, options);
  }

  @Override
  public boolean answer(String path, Request request, Response response) {
    FileCache.Kept kept = cache.get(path);
    if (kept != null) {
      return answer(kept, request, response);
    }
    return switch (search.find(path)) {
      case null -> false;
      case FileSearch.Found.Directory directory -> {
        String query = request.queryString();
        response.redirect(request.path() + "/" + (query.isEmpty() ? "" : "?" + query), 301);
        yield true;
      }
      case FileSearch.Found.File(Path file, var attributes) -> {
        FileHead head = FileHead.of(file, attributes, options.maxAgeSeconds());
        FileCache.Kept read = cache.read(path, file, attributes, head);
        yield read == null
            ? FileAnswer.answer(request, response, file, head, null, null, BY)
            : answer(read, request, response);
      }
    };
  }

  private static boolean answer(FileCache.Kept file, Request request, Response response) {
    return FileAnswer.answer(request, response, file.path(), file.head(), file.bytes(), null, BY);
  }
}
