/// Other languages and libraries that Ruchy is compared with: where they are on this machine, and
/// how they get there. Knows nothing of what is measured.
@NullMarked
package ruchy.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;
