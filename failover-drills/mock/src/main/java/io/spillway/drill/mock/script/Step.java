package io.spillway.drill.mock.script;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.session.NackRule;
import org.jspecify.annotations.Nullable;

/** One thing that a client does. */
public sealed interface Step {

    /** Connects and opens a stream; what is subscribed is asked for again. A client begins with it. */
    record Connect() implements Step {}

    /** Asks for names of a type; for everything when there are none. */
    record Subscribe(XdsType type, NameSet names) implements Step {}

    /** Takes names of a type away from what is asked for; for everything, {@code *}. */
    record Unsubscribe(XdsType type, NameSet names) implements Step {}

    /** Goes on answering for a while. */
    record Pause(Duration time) implements Step {}

    /** Goes on answering until something is so; the client notes it when that is not so in time, and goes on. */
    record Await(Condition condition, Duration within) implements Step {}

    /** Acks so long after a response from now on. */
    record AckAfter(Duration delay) implements Step {}

    /** Refuses what these rules say from now on, and nothing else; nothing without rules. */
    record Nack(List<NackRule> rules) implements Step {

        /** Copies the list. */
        public Nack {
            rules = List.copyOf(rules);
        }
    }

    /** Stops answering, but goes on listening. */
    record Silence() implements Step {}

    /** Answers again, first what it has not. */
    record Resume() implements Step {}

    /**
     * Ends the connection and makes a new one.
     *
     * @param resume whether it says what it holds
     * @param next whether it goes to the next address instead of the same
     */
    record Reconnect(boolean resume, boolean next) implements Step {}

    /** Ends the connection. */
    record Disconnect() implements Step {}

    /** Does some steps several times. */
    record Repeat(int times, List<Step> steps) implements Step {

        /** Copies the list. */
        public Repeat {
            steps = List.copyOf(steps);
        }
    }

    /** What can be waited for. */
    sealed interface Condition {

        /** The client holds that many resources of a type, or more. */
        record Count(XdsType type, int atLeast) implements Condition {}

        /** The client holds a resource, in that version where one is said. */
        record Holds(XdsType type, String name, @Nullable String version) implements Condition {}

        /** The server has said something about every name of a type that the client asked for. */
        record Answered(XdsType type) implements Condition {}
    }
}
