package io.spillway.sync.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Durations;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Resource;
import io.spillway.process.config.HostPort;
import io.spillway.wire.document.JsonItems;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import org.jspecify.annotations.Nullable;

/** The workloads of a control plane, by its HTTP API. One thread. */
public final class ApiWorkloads implements Workloads, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** For a listing of an IDC's workloads, however many these are. */
    private static final Duration LISTED = Duration.ofSeconds(60);
    private static final String PATH = "/v1/workloads";
    /** So many writes are under way at once. */
    private static final int AT_ONCE = 16;

    private final ApiSettings settings;
    private final String author;
    private final Duration listed;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT).executor(threads).build();
    private int turn;
    private @Nullable String token;
    private @Nullable Known known;

    private record Known(String source, String tag, Listing.Found found) {}

    /** Connects to nobody yet; {@code author} is named in what it writes. */
    public ApiWorkloads(ApiSettings settings, String author) {
        this(settings, author, LISTED);
    }

    ApiWorkloads(ApiSettings settings, String author, Duration listed) {
        this.settings = settings;
        this.author = author;
        this.listed = listed;
    }

    /** What stands as it did the last time is not sent again: any control node knows it by the listing's tag. */
    @Override
    public Listing list(String source) {
        Known last = known != null && known.source().equals(source) ? known : null;
        try {
            HttpRequest.Builder request = request(address(), PATH, "GET", null);
            HttpResponse<InputStream> response = client
                    .sendAsync((last == null ? request : request.header("If-None-Match", last.tag())).build(),
                            BodyHandlers.ofInputStream())
                    .get();
            try (InputStream body = response.body()) {
                if (last != null && response.statusCode() == 304) {
                    return last.found();
                }
                if (response.statusCode() != 200) {
                    return new Listing.Away(
                            next(ApiAnswers.problem(response.statusCode(), new String(body.readNBytes(4096),
                                    StandardCharsets.UTF_8))));
                }
                Listing.Found found = new Listing.Found(inTime(body, source));
                known = response.headers().firstValue("ETag").map(tag -> new Known(source, tag, found)).orElse(null);
                return found;
            }
        } catch (TimeoutException stuck) {
            return new Listing.Away(next("the listing did not end within " + Durations.format(listed)));
        } catch (IOException | ExecutionException failed) {
            return new Listing.Away(next(reason(failed)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Listing.Away("interrupted");
        }
    }

    /** The time of a request ends with its head: a body that stops coming would keep the source for ever. */
    private Map<String, Resource> inTime(InputStream body, String source)
            throws ExecutionException, InterruptedException, TimeoutException {
        Future<Map<String, Resource>> read = threads.submit(() -> {
            Map<String, Resource> own = new HashMap<>();
            JsonItems.read(body, item -> own(item, source, own));
            return own;
        });
        return read.get(listed.toNanos(), TimeUnit.NANOSECONDS); // the body is closed then, which ends the reading
    }

    /** Most workloads of an IDC are of nobody here: only the label of those is looked at. */
    private static void own(Tree item, String source, Map<String, Resource> found) {
        if (item instanceof Tree.Mapping document && document.get("metadata") instanceof Tree.Mapping metadata
                && metadata.get("labels") instanceof Tree.Mapping labels
                && labels.get(Provenance.LABEL) instanceof Tree.Scalar(Object label, var _) && source.equals(label)
                && ResourceDocuments.read(item) instanceof Decoded.Valid<Resource>(Resource workload)) {
            found.put(workload.name(), workload);
        }
    }

    @Override
    public List<WriteAnswer> write(List<Change> changes) {
        List<WriteAnswer> answers = new ArrayList<>();
        for (int from = 0; from < changes.size(); from += AT_ONCE) {
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            for (Change change : changes.subList(from, Math.min(changes.size(), from + AT_ONCE))) {
                sent.add(client.sendAsync(request(change), BodyHandlers.ofString()));
            }
            sent.forEach(one -> answers.add(answer(one)));
            if (answers.getLast() instanceof WriteAnswer.Away away) {
                while (answers.size() < changes.size()) {
                    answers.add(away);
                }
                return answers;
            }
        }
        return answers;
    }

    /** Each control node judges silence by what it has heard itself, so each is told; one that answers is enough. */
    @Override
    public WriteAnswer renew(List<Resource> standing) {
        String body = JsonText.write(ResourceDocuments.writeList(standing));
        List<CompletableFuture<HttpResponse<String>>> sent = settings.addresses().stream()
                .map(address -> client.sendAsync(request(address, "/v1/apply", "POST", body).build(),
                        BodyHandlers.ofString()))
                .toList();
        WriteAnswer best = new WriteAnswer.Away("nobody was asked");
        for (CompletableFuture<HttpResponse<String>> one : sent) {
            WriteAnswer given = ApiAnswers.of(await(one));
            if (best instanceof WriteAnswer.Away) {
                best = given;
            }
        }
        return best;
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private HttpRequest request(Change change) {
        String path = PATH + "/" + change.name();
        HttpRequest.Builder request = switch (change) {
            case Change.Put(Resource wanted, long _) ->
                request(address(), path, "PUT", JsonText.write(ResourceDocuments.write(wanted.withRevision(0))));
            case Change.Delete _ -> request(address(), path, "DELETE", null);
        };
        return request.header("If-Match", "\"" + change.ifMatch() + "\"").build();
    }

    private HttpRequest.Builder request(HostPort address, String path, String method, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(ANSWER)
                .header("X-Spillway-Author", author)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        String known = token();
        return known == null ? request : request.header("Authorization", "Bearer " + known);
    }

    private WriteAnswer answer(CompletableFuture<HttpResponse<String>> sent) {
        WriteAnswer answer = ApiAnswers.of(await(sent));
        if (answer instanceof WriteAnswer.Away(String reason)) {
            next(reason);
        }
        return answer;
    }

    private ApiAnswers.Given await(CompletableFuture<HttpResponse<String>> sent) {
        try {
            HttpResponse<String> response = sent.get();
            return new ApiAnswers.Given(response.statusCode(), response.body());
        } catch (ExecutionException failed) {
            return ApiAnswers.Given.none(reason(failed));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return ApiAnswers.Given.none("interrupted");
        }
    }

    private HostPort address() {
        return settings.addresses().get(turn);
    }

    /** Another node may do better, and another token. */
    private String next(String reason) {
        String told = address() + ": " + reason;
        turn = (turn + 1) % settings.addresses().size();
        token = null;
        return told;
    }

    private @Nullable String token() {
        Path file = settings.tokenFile();
        if (token == null && file != null) {
            try {
                token = Files.readString(file).strip();
            } catch (IOException unreadable) {
                // Without it the control plane refuses, and says what is missing.
                return null;
            }
        }
        return token;
    }

    private static String reason(Exception failed) {
        Throwable cause = failed instanceof ExecutionException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
