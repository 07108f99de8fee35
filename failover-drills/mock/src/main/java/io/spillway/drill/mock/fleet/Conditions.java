package io.spillway.drill.mock.fleet;

import java.nio.charset.StandardCharsets;

import io.spillway.drill.mock.message.Hash64;
import io.spillway.drill.mock.script.Step.Condition;
import io.spillway.drill.mock.session.Session;

/** Whether a client's condition is met. */
final class Conditions {

    private Conditions() {}

    static boolean met(Condition condition, Session session) {
        return switch (condition) {
            case Condition.Count count -> session.held(count.type()) >= count.atLeast();
            case Condition.Answered answered -> session.isOpen() && session.unanswered(answered.type()) == 0;
            case Condition.Holds holds -> {
                long version = session.heldVersion(holds.type(), holds.name());
                String wanted = holds.version();
                yield version != 0 && (wanted == null || version == hash(wanted));
            }
        };
    }

    static long hash(String version) {
        byte[] octets = version.getBytes(StandardCharsets.UTF_8);
        return Hash64.of(octets, 0, octets.length);
    }
}
