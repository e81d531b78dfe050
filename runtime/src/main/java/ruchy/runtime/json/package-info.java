/// JSON to values and back (L 18.1). The writer is our own, and equal to Jackson's where both can
/// be asked. A text is read by `QuickReader`, and once more by `CarefulReader`, which is Jackson's
/// streaming parser with limits on depth and length, where the first gives up: it knows what is
/// wrong, and where. No thread-local buffers: programs have very many threads.
@NullMarked
package ruchy.runtime.json;

import org.jspecify.annotations.NullMarked;
