package ruchy.benchmarks.code.typed;

import java.util.List;
import java.util.function.Supplier;

/// A program in typed Java, by the name that its file in Ruchy has.
///
/// @param name without extension
/// @param run runs the program; the line that it would print
public record TypedProgram(String name, Supplier<String> run) {
  private static final List<TypedProgram> ALL =
      List.of(
          new TypedProgram("fib", Fib::run),
          new TypedProgram("nbody", Nbody::run),
          new TypedProgram("spectral_norm", SpectralNorm::run),
          new TypedProgram("nested_loops", NestedLoops::run),
          new TypedProgram("sieve", Sieve::run),
          new TypedProgram("list_sum", ListSum::run),
          new TypedProgram("matrix_multiply", MatrixMultiply::run),
          new TypedProgram("binary_trees", BinaryTrees::run),
          new TypedProgram("string_building", StringBuilding::run),
          new TypedProgram("word_count", WordCount::run),
          new TypedProgram("object_pipeline", ObjectPipeline::run),
          new TypedProgram("struct_methods", StructMethods::run),
          new TypedProgram("properties", Properties::run),
          new TypedProgram("closures", Closures::run),
          new TypedProgram("json_document", JsonDocument::run),
          new TypedProgram("mandelbrot", Mandelbrot::run),
          new TypedProgram("fannkuch", Fannkuch::run),
          new TypedProgram("quicksort", Quicksort::run),
          new TypedProgram("hash_map", HashMapProgram::run),
          new TypedProgram("expression_evaluator", ExpressionEvaluator::run));

  /// All of them, in the order in which they are measured.
  public static List<TypedProgram> all() {
    return ALL;
  }

  /// Raises IllegalArgumentException where there is none of that name.
  public static TypedProgram named(String name) {
    for (var program : ALL) {
      if (program.name.equals(name)) return program;
    }
    throw new IllegalArgumentException("no program " + name);
  }
}
