/// Tests of the resolver: programs in, what they mean or what is wrong with them out.
@NullMarked
package ruchy.compiler.resolve;

import org.jspecify.annotations.NullMarked;
