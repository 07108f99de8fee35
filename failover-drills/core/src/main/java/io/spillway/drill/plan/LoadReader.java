package io.spillway.drill.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.load.Protocol;
import io.spillway.drill.load.ReplayedLog;
import io.spillway.drill.load.Shape;
import io.spillway.drill.load.UserGroup;
import io.spillway.drill.plan.LoadSpec.ControlLimit;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;

/** Reads who sends what in a drill. */
final class LoadReader {

    private static final LoadSpec NO_LOAD = new LoadSpec(List.of(), Duration.ofSeconds(1), Duration.ofSeconds(5),
            Duration.ZERO, Duration.ofMillis(100));
    private static final double LEAST_RPS = 0.1;
    private static final ScalarType<Double> RATE = ScalarType.number(LEAST_RPS, 1e6);
    private static final ScalarType<Double> SPEED = ScalarType.number(0.01, 100);

    private LoadReader() {}

    /** Returns the load of a drill's spec, nobody when it has none. */
    static LoadSpec read(Decoder spec) {
        LoadSpec read = spec.optionalChild("load", LoadReader::load);
        return read == null ? NO_LOAD : read;
    }

    private static LoadSpec load(Decoder load) {
        LoadSpec read = new LoadSpec(load.children("users", LoadReader::users),
                load.optional("connectTimeout", ScalarType.DURATION, NO_LOAD.connectTimeout()),
                load.optional("patience", ScalarType.DURATION, NO_LOAD.patience()),
                load.optional("ramp", ScalarType.DURATION, NO_LOAD.ramp()),
                load.optional("latest", ScalarType.DURATION, NO_LOAD.latest()),
                load.optionalChild("replay", LoadReader::replay),
                load.child("control", LoadReader::limit, ControlLimit.USUAL));
        if (read.isEmpty()) {
            load.violation("users", "at least one group of users, or a replay");
        }
        check(read, load);
        return read;
    }

    private static void check(LoadSpec read, Decoder load) {
        boolean some = read.users().stream().anyMatch(UserGroup::control);
        boolean touched = read.replay() != null || read.users().stream().anyMatch(group -> !group.control());
        if (some && !touched) {
            load.violation("users", "at least one group that faults may touch beside the control group");
        }
        if (load.has("control") && !some) {
            load.violation("control", "a group of users with control: true, or nothing here");
        }
        if (read.users().stream().map(UserGroup::name).distinct().count() < read.users().size()) {
            load.violation("users", "groups with different names");
        }
        if (read.replay() != null && read.users().stream().anyMatch(each -> each.name().equals(ReplayedLog.USERS))) {
            load.violation("users", "no group with the name " + ReplayedLog.USERS + ", which is that of the replay");
        }
    }

    private static ControlLimit limit(Decoder limit) {
        return new ControlLimit(
                limit.optional("successAtLeast", DrillReader.PERCENT, ControlLimit.USUAL.percent()),
                limit.optional("p99", ScalarType.DURATION));
    }

    private static ReplayedLog replay(Decoder replay) {
        return new ReplayedLog(Path.of(replay.required("file", ScalarType.SOME_TEXT)),
                replay.optional("speed", SPEED, 1.0));
    }

    private static UserGroup users(Decoder users) {
        double rps = users.required("rps", RATE);
        UserGroup group = new UserGroup(users.required("name", ScalarType.SOME_TEXT),
                users.required("home", ScalarType.SOME_TEXT), rps,
                users.optional("postPercent", ScalarType.integer(0, 100), 0),
                users.list("services", ScalarType.SOME_TEXT),
                users.child("shape", shape -> shape(shape, rps), new Shape.Constant()),
                users.optional("protocol", ScalarType.lowerCaseChoice(Protocol.class), Protocol.HTTP1),
                users.optional("control", ScalarType.BOOL, false));
        if (group.services().isEmpty()) {
            users.violation("services", "at least one service");
        }
        if (group.protocol() == Protocol.GRPC && users.has("postPercent")) {
            users.violation("postPercent", "nothing here with protocol: grpc, whose calls are POSTs");
        }
        return group;
    }

    private static Shape shape(Decoder shape, double rps) {
        Shape ramp = shape.optionalChild("ramp",
                each -> new Shape.Ramp(each.required("to", RATE), positive(each, "over")));
        List<Shape.Stair> stairs = shape.children("steps",
                each -> new Shape.Stair(each.required("rps", RATE), positive(each, "for")));
        Shape sine = shape.optionalChild("sine", each -> sine(each, rps));
        List<Shape> found = new ArrayList<>();
        if (ramp != null) {
            found.add(ramp);
        }
        if (!stairs.isEmpty()) {
            found.add(new Shape.Stairs(stairs));
        }
        if (sine != null) {
            found.add(sine);
        }
        if (found.size() != 1) {
            shape.violation("exactly one of ramp, steps, sine");
            return new Shape.Constant();
        }
        return found.getFirst();
    }

    private static Shape sine(Decoder sine, double rps) {
        double amplitude = sine.required("amplitude", RATE);
        if (amplitude > rps) {
            sine.violation("amplitude", Double.toString(amplitude), "at most rps, " + rps);
        }
        return new Shape.Sine(amplitude, positive(sine, "period"));
    }

    private static Duration positive(Decoder decoder, String key) {
        Duration read = decoder.required(key, ScalarType.DURATION);
        if (read.isZero()) {
            decoder.violation(key, "0s", "more than nothing");
            return Duration.ofSeconds(1);
        }
        return read;
    }
}
