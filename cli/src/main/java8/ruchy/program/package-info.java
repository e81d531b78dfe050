/// What stands for a compiled program when the launcher is compiled. Nothing of it is packed.
package ruchy.program;
