package ruchy.runtime.http;

import java.nio.file.Path;

/// The files of one directory.
final class DirectoryFiles implements StaticFiles {
  private final FileOptions options;
  private final FileSearch search;

  DirectoryFiles(Path root, FileOptions options) {
    this.options = options;
    this.search = new FileSearch(root, options);
  }

  @Override
  public boolean answer(String path, Request request, Response response) {
    return switch (search.find(path)) {
      case null -> false;
      case FileSearch.Found.Directory directory -> {
        String query = request.queryString();
        response.redirect(request.path() + "/" + (query.isEmpty() ? "" : "?" + query), 301);
        yield true;
      }
      case FileSearch.Found.File file ->
          FileAnswer.answer(
              request,
              response,
              file.path(),
              file.attributes(),
              options.maxAgeSeconds(),
              "server.static");
    };
  }
}
