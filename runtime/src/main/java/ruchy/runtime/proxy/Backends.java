package ruchy.runtime.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Passage;

/// Who says where requests go. Called on event loops, on several at the same time.
interface Backends {
  /// How requests are passed on.
  Settings settings();

  /// A backend for the request; null when none can take it.
  ///
  /// @param tried those that have failed to answer this request
  @Nullable Backend choose(Passage passage, List<Backend> tried);

  /// Whether a request that had no answer may go to another backend.
  ///
  /// @param tries how many times it has been sent, or could not be
  boolean mayTryAgain(int tries);

  /// What came of a request: its status, 0 when the backend did not answer, -1 when the client went
  /// away before.
  void ended(Backend backend, int status, long nanos);

  /// A field to add to the answer, for clients that are to come back to the same backend.
  @Nullable String cookie(Passage passage, Backend backend);
}
