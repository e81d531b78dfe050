/// Tests of the language server.
@NullMarked
package ruchy.cli.editor;

import org.jspecify.annotations.NullMarked;
