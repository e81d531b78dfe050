package ruchy.benchmarks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

final class AnswerTest {
  private static final Answer PLAIN =
      answer("Content-Type: text/plain; charset=utf-8\r\nContent-Length: 2", "hi");

  @Test
  void names_in_any_letters_and_fields_of_the_servers_own_do_not_matter() {
    Answer other =
        answer(
            "content-length: 2\r\nkeep-alive: timeout=5\r\ncontent-type: text/plain;charset=UTF-8",
            "hi");
    assertNotEquals(PLAIN, other);
    assertEquals(PLAIN.essential(), other.essential());
  }

  @Test
  void the_date_moves_on() {
    assertEquals(answer("Date: now", ""), answer("Date: then", ""));
  }

  @Test
  void another_type_or_body_or_status_or_frame_rule_is_another_answer() {
    String fields = "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 2";
    assertNotEquals(
        PLAIN.essential(),
        answer("Content-Type: text/html\r\nContent-Length: 2", "hi").essential());
    assertNotEquals(PLAIN.essential(), answer(fields, "ho").essential());
    assertNotEquals(
        PLAIN.essential(), answer(fields + "\r\nX-Frame-Options: DENY", "hi").essential());
    assertNotEquals(
        PLAIN.essential(), Answer.parsed("HTTP/1.1 201 Created\r\n" + fields, "hi").essential());
  }

  private static Answer answer(String fields, String body) {
    return Answer.parsed("HTTP/1.1 200 OK\r\n" + fields, body);
  }
}
