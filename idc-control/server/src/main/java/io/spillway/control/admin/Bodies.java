package io.spillway.control.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

import io.spillway.control.access.Caller;
import io.spillway.control.service.Origin;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Shown;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/** Reads what callers send. */
final class Bodies {

    static final String AUTHOR = "X-Spillway-Author";
    /** Octets of a body. */
    static final int LONGEST = 4 * 1024 * 1024;
    private static final int MAX_AUTHOR_CHARS = 200;

    private Bodies() {}

    /**
     * Returns the body as text, empty when there is none; an error when it is not UTF-8, because what is guessed would be
     * stored, and when it is longer than {@link #LONGEST}.
     */
    static Mono<String> text(ServerRequest request) {
        String type = request.headers().firstHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !utf8(type)) {
            return Mono.error(new UnsupportedMediaTypeStatusException(
                    "Content-Type: " + Shown.text(type) + " (expected: JSON or YAML, with no charset but UTF-8)"));
        }
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), LONGEST).flatMap(Bodies::decoded)
                .defaultIfEmpty("");
    }

    private static boolean utf8(String type) {
        try {
            Charset charset = MediaType.parseMediaType(type).getCharset();
            return charset == null || charset.equals(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static Mono<String> decoded(DataBuffer buffer) {
        byte[] octets = new byte[buffer.readableByteCount()];
        buffer.read(octets);
        DataBufferUtils.release(buffer);
        try {
            return Mono.just(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException notText) {
            return Mono.error(notText);
        }
    }

    /** Returns the one document of a text, decoded. */
    static <T> Decoded<T> decode(String text, Function<Decoder, T> reader) {
        return switch (Documents.parse(text)) {
            case Decoded.Invalid<List<Tree>> invalid -> new Decoded.Invalid<>(invalid.violations());
            case Decoded.Valid<List<Tree>>(List<Tree> documents) -> documents.size() == 1
                    ? Decoder.decode(documents.getFirst(), reader)
                    : new Decoded.Invalid<>(
                            List.of(new Violation("", documents.size() + " documents", "one JSON object", null)));
        };
    }

    /** Returns by which role and from where somebody asks; no role in development mode, where nobody has been given one. */
    static Origin origin(ServerRequest request) {
        Caller caller = AccessFilter.caller(request);
        String roles = caller.by() == Caller.By.DEVELOPMENT
                ? ""
                : String.join(",", caller.grants().stream().map(grant -> grant.role().word()).distinct().toList());
        return new Origin(roles, caller.from());
    }

    /**
     * Returns the person who asks, the same whatever credential was shown: two of these are two people. Where nobody is told
     * from anybody, in development, it is who he says.
     */
    static String person(ServerRequest request) {
        Caller caller = AccessFilter.caller(request);
        return caller.by() == Caller.By.DEVELOPMENT ? author(request) : caller.person();
    }

    /** Returns the person who asks, and why he breaks glass when he does. */
    static String personAndReason(ServerRequest request) {
        Caller caller = AccessFilter.caller(request);
        return caller.breaksGlass() ? caller.person() + " (" + caller.reason() + ")" : person(request);
    }

    /**
     * Returns who asks, for histories: as was found out. Only where nothing was found out but that it is somebody who may do
     * everything, as he says himself, else by his address.
     */
    static String author(ServerRequest request) {
        Caller caller = AccessFilter.caller(request);
        if (caller.breaksGlass()) {
            return caller.identity() + " (" + caller.reason() + ")";
        }
        if (!caller.namesHimself()) {
            return caller.identity();
        }
        String said = request.headers().firstHeader(AUTHOR);
        if (said != null && !said.isBlank() && said.length() <= MAX_AUTHOR_CHARS
                && said.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return said;
        }
        return caller.from();
    }
}
