package io.spillway.ctl.verb;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.ServerAddress;

/** Answers that end a verb: as lines for people and an exit code. */
final class Failures {

    private static final int LONGEST_EXCERPT = 120;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private Failures() {}

    /**
     * Returns what was answered.
     *
     * @param look the command that shows whether a write happened when its answer is lost; "" for questions
     */
    static JsonView done(Answer answer, String look) throws VerbFailed {
        return done(answer, look, pointer -> pointer);
    }

    /**
     * Returns what was answered.
     *
     * @param place makes of a JSON pointer into the request what people know it by
     */
    static JsonView done(Answer answer, String look, UnaryOperator<String> place) throws VerbFailed {
        return switch (answer) {
            case Answer.Done(JsonView body) -> body;
            case Answer.Refused(int status, JsonView problem) ->
                throw new VerbFailed(code(status), lines(problem, place));
            case Answer.Foreign(ServerAddress address, int status, String text) ->
                throw new VerbFailed(status / 100 == 5 ? ExitCode.UNREACHABLE : ExitCode.USAGE,
                        address + " is no control plane: it answers " + status + ", " + excerpt(text)
                                + " (expected: JSON; see --server)");
            case Answer.Unreachable(List<String> attempts) -> {
                List<String> lines = new ArrayList<>(List.of("no control plane answers"));
                lines.addAll(attempts);
                throw new VerbFailed(ExitCode.UNREACHABLE, lines);
            }
            case Answer.OutcomeUnknown(ServerAddress address, String reason) -> throw new VerbFailed(
                    ExitCode.UNREACHABLE, "the outcome is unknown: the write was sent to " + address + ", but then: "
                            + reason,
                    "it may have happened or not; to see: " + look);
        };
    }

    /** Returns whether there is no such thing. */
    static boolean isMissing(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.status() == 404;
    }

    private static ExitCode code(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> ExitCode.USAGE;
            case 409, 412 -> ExitCode.CONFLICT;
            case 422 -> ExitCode.GUARDED;
            case 503 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }

    private static List<String> lines(JsonView problem, UnaryOperator<String> place) {
        List<String> lines = new ArrayList<>();
        String title = problem.text("title");
        String detail = problem.text("detail");
        List<JsonView> errors = problem.list("errors");
        lines.add(detail.isEmpty() || (errors.size() == 1 && detail.equals(errors.getFirst().text("message")))
                ? title
                : title + ": " + detail);
        for (JsonView error : errors) {
            lines.add(place.apply(error.text("pointer")) + ": " + error.text("value") + " (expected: "
                    + error.text("expected") + ")");
        }
        addFact(lines, "winner", problem.text("winner"));
        addFact(lines, "current revision", problem.text("currentRevision"));
        addFact(lines, "guard", problem.text("guard"));
        problem.fields("figures").forEach((name, figure) -> addFact(lines, name, figure.asText()));
        addAdvice(lines, problem);
        return lines;
    }

    /** Who is not known shows something else; who is known and may not asks for a role. */
    private static void addAdvice(List<String> lines, JsonView problem) {
        long status = problem.number("status", 0);
        String caller = problem.text("caller");
        if (!caller.isEmpty()) {
            addFact(lines, "you are", caller);
            addFact(lines, "role that would be enough", problem.text("role"));
            addFact(lines, "for DrGroup", problem.text("drGroup"));
            addFact(lines, "in IDC", problem.text("idc"));
        } else if (problem.text("title").equals("no reason")) {
            lines.add("give the reason with --break-glass");
        } else if (status == UNAUTHORIZED && problem.text("title").equals("wrong token")) {
            lines.add("put a token that is good into the file of --token-file; one of an issuer ends by itself");
        } else if (status == UNAUTHORIZED || status == FORBIDDEN) {
            lines.add("give the token with --token-file, or a certificate with --cert and --key");
        }
    }

    private static void addFact(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add(name + ": " + value);
        }
    }

    private static String excerpt(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.isEmpty()
                ? "an empty body"
                : "\"" + (line.length() > LONGEST_EXCERPT ? line.substring(0, LONGEST_EXCERPT) + "..." : line) + "\"";
    }

    /** Returns why a file or a key could not be used. */
    static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file: " + missing.getMessage();
            case AccessDeniedException denied -> "permission denied: " + denied.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }
}
