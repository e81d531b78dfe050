/// Tests of the command: in this process through `Terminal`, and as processes of their own.
@NullMarked
package ruchy.cli;

import org.jspecify.annotations.NullMarked;
