package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The chat server of the book while people come, talk, whisper, type and vanish on all event loops
/// at once. In each room sits somebody who stays: what she hears is the order of events, and what
/// everybody else hears must be a stretch of it, from the own coming on, without gap or repetition.
/// `-Dlong=true` goes on for longer.
final class ChatChurnTest {
  private static final int ROOMS = 4;
  private static final int DOORS = 16;
  private static final int COMING = Boolean.getBoolean("long") ? 400 : 6;
  private static final int KEPT = 100;

  /// Tells who is in which room, by the program's own maps.
  private static final String STATE =
      """
      let state = http::Server::new("127.0.0.1:0")
      state.get("/", |req, res| {
          let all = rooms.keys().map(|room| f"{room}={rooms[room].join(' ')}")
          res.text(all.join("\\n") + "\\nusers=" + users.keys().join(" "))
      })
      state.listen()
      println(f"state on {state.port}")
      """;

  /// How somebody leaves. All but the last have heard what they have said before.
  private enum Leaving {
    GOODBYE,
    HANG_UP,
    RESET,
    WITHIN_A_FRAME,
    RESET_WHILE_TALKING
  }

  /// Somebody who was in a room, and what came of it. `leaving` is null for who stays.
  private record Visit(
      String name,
      int room,
      int messages,
      int signs,
      int whisperedTo,
      @Nullable Leaving leaving,
      ChatPeer peer) {

    /// Whether all that was sent was surely received before the connection ended.
    boolean isHeardOut() {
      return leaving != Leaving.RESET_WHILE_TALKING;
    }
  }

  /// What one client hears that all in the room hear, each as a word and a name.
  private static final class Heard {
    private static final Pattern EVENT =
        Pattern.compile(
            "\\{\"type\":\"(\\w+)\"(?:,\"user\":\"(\\w+)\")?(?:,\"text\":\"(\\w+)\")?.*");
    private static final Pattern OLD = Pattern.compile("\"user\":\"\\w+\",\"text\":\"(\\w+)\"");
    private static final Pattern WHISPER =
        Pattern.compile("\\{\"type\":\"private\",\"from\":\"(\\w+)\",\"text\":\"(\\w+)\".*");

    private final List<String> events = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final List<String> whispers = new ArrayList<>();
    private final String id;

    Heard(ChatPeer peer) {
      var texts = peer.heard();
      id = texts.getFirst().replaceAll(".*\"user_id\":\"([^\"]+)\".*", "$1");
      int histories = 0;
      for (String text : texts.subList(1, texts.size())) {
        var event = EVENT.matcher(text);
        assertTrue(event.matches(), text);
        switch (event.group(1)) {
          case "history" -> {
            histories++;
            assertEquals(1, events.size(), "the history comes right after the own coming");
            OLD.matcher(text).results().forEach(old -> history.add(old.group(1)));
          }
          case "private" -> {
            var whisper = WHISPER.matcher(text);
            assertTrue(whisper.matches(), text);
            assertEquals(whisper.group(1) + "w", whisper.group(2));
            whispers.add(whisper.group(1));
          }
          case "message" -> events.add("message " + event.group(3));
          default -> events.add(event.group(1) + " " + event.group(2));
        }
      }
      assertEquals(1, histories, "histories");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everybody_hears_all_that_is_said_while_in_the_room_and_nothing_twice(
      Way way, @TempDir Path folder) throws Exception {
    int port = Examples.freePort();
    try (var run = start(way, folder, port)) {
      int statePort = Integer.parseInt(run.awaitLine("state on \\d+").substring(9));
      run.awaitLine("💬 Chat server running on ws://localhost:" + port);
      List<Visit> hosts = new ArrayList<>();
      List<Visit> visits = new ArrayList<>();
      try {
        for (int room = 0; room < ROOMS; room++) hosts.add(enter(port, "host" + room, room));
        visits.addAll(churn(port));
        for (Visit host : hosts) awaitLeft(host, visits);
        for (Visit host : hosts) say(host, "the_end");
        for (Visit visit : visits) {
          if (visit.leaving == null) awaitText(visit, "the_end");
        }
        for (Visit host : hosts) awaitText(host, "the_end");
        check(hosts, visits);
        checkState(Http.send(statePort, "GET /").body(), hosts, visits);
      } finally {
        for (Visit visit : hosts) visit.peer.close();
        for (Visit visit : visits) visit.peer.close();
      }
      run.terminate();
      assertEquals(0, run.status(), run::errors);
      assertEquals("", run.errors());
    }
  }

  private static List<Visit> churn(int port) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Visit>>> doors = new ArrayList<>();
      for (int door = 0; door < DOORS; door++) {
        int number = door;
        Callable<List<Visit>> people = () -> people(port, number);
        doors.add(threads.submit(people));
      }
      List<Visit> all = new ArrayList<>();
      for (var door : doors) all.addAll(door.get());
      return all;
    }
  }

  /// Those who come one after the other; the last one stays.
  private static List<Visit> people(int port, int door) throws Exception {
    var random = new Random(door);
    List<Visit> people = new ArrayList<>();
    for (int i = 0; i < COMING; i++) {
      var leavings = Leaving.values();
      people.add(
          visit(
              port,
              "p" + door + "x" + i,
              random,
              i == COMING - 1 ? null : leavings[random.nextInt(leavings.length)]));
    }
    return people;
  }

  private static Visit visit(int port, String name, Random random, @Nullable Leaving leaving)
      throws Exception {
    int room = random.nextInt(ROOMS);
    int messages = 1 + random.nextInt(5);
    int whisperedTo = random.nextInt(ROOMS);
    int signs = 0;
    Visit entered = enter(port, name, room);
    try {
      for (int i = 0; i < messages; i++) {
        if (random.nextBoolean()) {
          entered.peer.says("{\"type\":\"typing\"}");
          signs++;
        }
        if (i == 0) {
          entered.peer.says(
              "{\"type\":\"private\",\"to\":\"host%d\",\"text\":\"%sw\"}"
                  .formatted(whisperedTo, name));
        }
        say(entered, name + "m" + i);
      }
      if (leaving != Leaving.RESET_WHILE_TALKING) awaitText(entered, name + "m" + (messages - 1));
      if (leaving != null) leave(entered.peer, leaving);
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(name + ", who leaves by " + leaving, failure);
    }
    return new Visit(name, room, messages, signs, whisperedTo, leaving, entered.peer);
  }

  private static void leave(ChatPeer peer, Leaving leaving) throws Exception {
    switch (leaving) {
      case GOODBYE -> {
        peer.saysGoodbye();
        peer.awaitEnd();
      }
      case HANG_UP -> peer.hangsUp();
      case RESET, RESET_WHILE_TALKING -> peer.resets();
      case WITHIN_A_FRAME -> peer.breaksOffIn("{\"type\":\"message\",\"text\":\"never\"}");
    }
  }

  private static Visit enter(int port, String name, int room) throws Exception {
    var peer = new ChatPeer(port);
    peer.says("{\"type\":\"join\",\"name\":\"%s\",\"room\":\"room%d\"}".formatted(name, room));
    peer.await(heard -> heard.stream().anyMatch(text -> text.contains("\"history\"")), "history");
    return new Visit(name, room, 0, 0, 0, null, peer);
  }

  private static void say(Visit visit, String text) throws IOException {
    visit.peer.says("{\"type\":\"message\",\"text\":\"%s\"}".formatted(text));
  }

  private static void awaitText(Visit visit, String text) throws InterruptedException {
    String wanted = "\"text\":\"" + text + "\",";
    visit.peer.await(
        heard ->
            heard.stream()
                .anyMatch(one -> one.startsWith("{\"type\":\"message\"") && one.contains(wanted)),
        text);
  }

  /// Waits until the host has heard of all that have left.
  private static void awaitLeft(Visit host, List<Visit> visits) throws InterruptedException {
    long left = visits.stream().filter(v -> v.room == host.room && v.leaving != null).count();
    host.peer.await(
        heard -> heard.stream().filter(text -> text.contains("\"user_left\"")).count() >= left,
        left + " who leave " + host.name);
  }

  private static void check(List<Visit> hosts, List<Visit> visits) {
    List<String> whispers = new ArrayList<>();
    for (Visit host : hosts) {
      var order = new Heard(host.peer);
      checkOrder(order.events, host, visits);
      order.whispers.forEach(from -> whispers.add(from + " to " + host.room));
      for (Visit visit : visits) {
        if (visit.room == host.room) checkHeard(visit, order.events);
      }
    }
    List<String> sent = new ArrayList<>();
    for (Visit visit : visits) {
      String whisper = visit.name + " to " + visit.whisperedTo;
      if (visit.isHeardOut() || whispers.contains(whisper)) sent.add(whisper);
    }
    Collections.sort(sent);
    Collections.sort(whispers);
    assertEquals(sent, whispers);
  }

  /// All has happened that had to, once, and nothing else.
  private static void checkOrder(List<String> order, Visit host, List<Visit> visits) {
    Map<String, Integer> counts = new HashMap<>();
    for (String event : order) counts.merge(event, 1, Integer::sum);
    assertEquals(1, counts.remove("user_joined " + host.name));
    assertEquals(1, counts.remove("message the_end"));
    for (Visit visit : visits) {
      if (visit.room != host.room) continue;
      assertEquals(1, counts.remove("user_joined " + visit.name), visit::toString);
      assertEquals(
          visit.leaving == null ? null : 1, counts.remove("user_left " + visit.name), visit::name);
      int signs = counts.getOrDefault("typing " + visit.name, 0);
      counts.remove("typing " + visit.name);
      assertTrue(visit.isHeardOut() ? signs == visit.signs : signs <= visit.signs, visit::name);
      int last = -1;
      for (int i = 0; i < visit.messages; i++) {
        String message = "message " + visit.name + "m" + i;
        Integer count = counts.remove(message);
        if (count == null && !visit.isHeardOut()) break;
        assertEquals(1, count, message);
        int at = order.indexOf(message);
        assertTrue(at > last, message);
        last = at;
      }
    }
    assertEquals(Map.of(), counts);
  }

  /// What a visitor has heard is the order of the room from the own coming to some place, at least
  /// to what was awaited, at most to the own leaving.
  private static void checkHeard(Visit visit, List<String> order) {
    var heard = new Heard(visit.peer);
    assertEquals(List.of(), heard.whispers);
    int from = order.indexOf("user_joined " + visit.name);
    int end = visit.leaving == null ? order.size() : order.indexOf("user_left " + visit.name);
    List<String> whole = new ArrayList<>(order.subList(from, end));
    whole.removeIf(event -> event.equals("typing " + visit.name));
    assertTrue(heard.events.size() <= whole.size(), () -> visit.name + " heard too much");
    assertEquals(whole.subList(0, heard.events.size()), heard.events, visit::toString);
    if (visit.leaving == null) assertEquals(whole.size(), heard.events.size(), visit::toString);
    if (visit.isHeardOut()) {
      String awaited = "message " + visit.name + "m" + (visit.messages - 1);
      assertTrue(heard.events.contains(awaited), visit::toString);
    }
    List<String> before = new ArrayList<>();
    for (String event : order.subList(0, from)) {
      if (event.startsWith("message ")) before.add(event.substring(8));
    }
    assertEquals(
        before.subList(Math.max(0, before.size() - KEPT), before.size()),
        heard.history,
        visit::toString);
  }

  private static void checkState(String state, List<Visit> hosts, List<Visit> visits) {
    Map<String, Set<String>> expected = new HashMap<>();
    for (Visit visit : hosts) stays(visit, expected);
    for (Visit visit : visits) {
      if (visit.leaving == null) stays(visit, expected);
    }
    Map<String, Set<String>> actual = new HashMap<>();
    for (String line : state.split("\n", -1)) {
      var words = line.split("=", 2);
      var ids = List.of(words[1].split(" ", -1));
      actual.put(words[0], new TreeSet<>(ids));
      assertEquals(actual.get(words[0]).size(), ids.size(), line);
    }
    assertEquals(expected, actual);
  }

  private static void stays(Visit visit, Map<String, Set<String>> state) {
    String id = new Heard(visit.peer).id;
    state.computeIfAbsent("room" + visit.room, _ -> new TreeSet<>()).add(id);
    state.computeIfAbsent("users", _ -> new TreeSet<>()).add(id);
  }

  private static ProgramProcess start(Way way, Path folder, int port) throws Exception {
    var text = Files.readString(Examples.FOLDER.resolve("chat_server.ruchy"));
    assertTrue(text.contains(":8080"), text);
    var program =
        Files.writeString(folder.resolve("chat_server.ruchy"), text.replace(":8080", ":" + port));
    var helpers = Examples.FOLDER.resolve("chat_helpers.ruchy").toString();
    var state = Files.writeString(folder.resolve("state.ruchy"), STATE).toString();
    return way.onLoops(4).start(program, folder, "--prelude", helpers, "--prelude", state);
  }
}
