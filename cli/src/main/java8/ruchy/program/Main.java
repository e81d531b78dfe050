package ruchy.program;

/// Stands for the main class that the compiler generates, so that the launcher can call it without
/// reflection. It is compiled against and never packed.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("There is no program in this jar");
  }
}
