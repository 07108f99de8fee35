package io.spillway.drill.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/**
 * A request that users once sent to an entrance.
 *
 * @param atMicros
 *            when it arrived: the end of its answer less how long that took; microseconds of 1970
 * @param home
 *            the IDC where it arrived
 * @param service
 *            the service that answered, or the host when none did
 * @param host
 *            as it was sent
 * @param post
 *            whether it was a POST
 * @param path
 *            with the query
 */
record LoggedRequest(long atMicros, String home, String service, String host, boolean post, String path) {

    /**
     * Returns the GETs and POSTs of an access log that came in at entrances, by time. Other methods and listeners are left out;
     * so are heads that are none.
     *
     * @throws IOException
     *             when there are none, or a line is not one of an access log
     */
    static List<LoggedRequest> read(Path file) throws IOException {
        List<LoggedRequest> requests = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                LoggedRequest request = line.isBlank()
                        ? null
                        : of(fields(file, number, line), file + ":" + number);
                if (request != null) {
                    requests.add(request);
                }
            }
        }
        if (requests.isEmpty()) {
            throw new IOException(file + ": no GET or POST of an entrance (expected: an access log with some)");
        }
        requests.sort(Comparator.comparingLong(LoggedRequest::atMicros));
        return requests;
    }

    private static Map<?, ?> fields(Path file, int number, String line) throws IOException {
        return switch (JsonText.parse(line)) {
            case Decoded.Valid<Tree>(Tree tree) when Trees.toJava(tree) instanceof Map<?, ?> map -> map;
            case Decoded.Valid<Tree> _,Decoded.Invalid<Tree> _ ->
                throw new IOException(file + ":" + number + ": not a JSON object (expected: a line of an access log)");
        };
    }

    private static @Nullable LoggedRequest of(Map<?, ?> line, String where) throws IOException {
        String method = text(line, "method");
        if (!text(line, "listener").equals("entrance") || !(method.equals("GET") || method.equals("POST"))) {
            return null;
        }
        try {
            long end = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text(line, "time")));
            long micros = line.get("micros") instanceof Number number ? number.longValue() : 0;
            String host = text(line, "host");
            String service = text(line, "service");
            return new LoggedRequest(end - micros, text(line, "idc"), service.isEmpty() ? host : service, host,
                    method.equals("POST"), text(line, "path"));
        } catch (DateTimeException e) {
            throw new IOException(where + ": time: " + text(line, "time") + " (expected: a time of RFC 3339)", e);
        }
    }

    private static String text(Map<?, ?> line, String name) {
        return Objects.toString(line.get(name), "");
    }
}
