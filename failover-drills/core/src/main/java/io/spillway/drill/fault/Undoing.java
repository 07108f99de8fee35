package io.spillway.drill.fault;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Ran;
import io.spillway.drill.fleet.Space;
import org.jspecify.annotations.Nullable;

/** Does what ends a fault. The classes that it needs are few: the keeper is to start quickly and stay small. */
final class Undoing {

    private static final int PATIENCE_MILLIS = 2000;
    private static final int SERVER_ERROR = 500;

    private record Answer(int status, String body, @Nullable String etag) {}

    private Undoing() {}

    /** Tries once; returns nothing, or why it is to be tried again. */
    static String attempt(Undo undo) throws InterruptedException {
        try {
            return switch (undo) {
                case Undo.Call(var method, var uri, var body, _) ->
                    judge(method, uri, call(method, uri, body, null));
                case Undo.ClearShift clear -> clear(clear);
                case Undo.Continue(long pid, var start) -> goOn(pid, start);
                case Undo.Start start -> start(start);
                case Undo.Clear clear -> clear(clear);
            };
        } catch (ConnectException e) {
            boolean goneWithIt = undo instanceof Undo.Call call && call.within();
            return goneWithIt ? "" : undo.words().getFirst() + ": " + e;
        } catch (IOException e) {
            return undo.words().getFirst() + ": " + e;
        }
    }

    private static String clear(Undo.ClearShift clear) throws IOException {
        Answer standing = call("GET", clear.uri(), "", null);
        boolean ours = standing.status() == 200 && standing.body().contains(clear.reason());
        return ours
                ? judge("PUT", clear.uri(), call("PUT", clear.uri(), clear.body(), standing.etag()))
                : judge("GET", clear.uri(), standing);
    }

    /** A server that cannot do it now may be able to later; one that refuses it knows of nothing to end. */
    private static String judge(String method, URI uri, Answer answer) {
        return answer.status() < SERVER_ERROR ? "" : method + " " + uri + " answered " + answer.status();
    }

    private static Answer call(String method, URI uri, String body, @Nullable String ifMatch) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try {
            connection.setRequestMethod(method);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            if (ifMatch != null) {
                connection.setRequestProperty("If-Match", ifMatch);
            }
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            int status = connection.getResponseCode();
            return new Answer(status, read(status < 400 ? connection.getInputStream() : null),
                    connection.getHeaderField("ETag"));
        } finally {
            connection.disconnect();
        }
    }

    private static String read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String goOn(long pid, String start) throws IOException, InterruptedException {
        if (!start.equals(Component.startTime(pid))) {
            return "";
        }
        int status = new ProcessBuilder("/bin/sh", "-c", "kill -CONT " + pid).start().waitFor();
        return status == 0 || !start.equals(Component.startTime(pid))
                ? ""
                : "kill -CONT " + pid + " ended with " + status;
    }

    private static String start(Undo.Start start) throws IOException {
        if (runs(start.record(), start.name())) {
            return "";
        }
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(start.command());
        var _ = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(start.log().toFile()))
                .start();
        return "";
    }

    /** What was never made, or is gone already, cannot be taken away and need not be. */
    private static String clear(Undo.Clear clear) throws IOException, InterruptedException {
        Space space = clear.space();
        if (!space.isThere()) {
            return "";
        }
        Hindrance hindrance = clear.hindrance();
        Ran ended = Ran.of(space.run(hindrance.end()));
        if (ended.good() || !space.isThere() || !hindrance.isSeen(Ran.of(space.run(hindrance.look())))) {
            return "";
        }
        return String.join(" ", hindrance.end()) + " ended with " + ended.status() + ": " + ended.output();
    }

    private static boolean runs(Path record, String name) throws IOException {
        for (String line : Files.readAllLines(record)) {
            String[] fields = line.split(" ", 3);
            if (fields.length == 3 && fields[2].equals(name)
                    && fields[1].equals(Component.startTime(Long.parseLong(fields[0])))) {
                return true;
            }
        }
        return false;
    }
}
