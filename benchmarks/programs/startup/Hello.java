/// What `java Hello` of the comparison runs.
public final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("Hello, World!");
  }
}
