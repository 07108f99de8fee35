package io.spillway.gateway.proxy.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** One end of an HTTP/2 connection whose every frame the test decides; heads are sent without compression. */
public final class Http2Peer implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** A frame as it came; the fields of a head are decoded. */
    public record Frame(int type, int flags, int stream, ByteBuffer octets, Map<String, String> fields) {
        /** Returns a copy of the payload. */
        public byte[] payload() {
            byte[] copy = new byte[octets.remaining()];
            octets.duplicate().get(copy);
            return copy;
        }

        public boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        public String text() {
            return new String(payload(), StandardCharsets.ISO_8859_1);
        }

        /** Returns the number at an offset: an error code, a last stream. */
        public int number(int offset) {
            return octets.getInt(offset);
        }

        public String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder(false);

    private Http2Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5000);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects, sends the preface and these settings (identifier, value, ...). */
    public static Http2Peer connect(InetSocketAddress address, int... settings) throws IOException {
        return connected(new Socket(address.getAddress(), address.getPort()), settings);
    }

    /** Sends the preface and these settings over a socket that the test has connected. */
    public static Http2Peer connected(Socket socket, int... settings) throws IOException {
        Http2Peer peer = new Http2Peer(socket);
        peer.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        peer.settings(settings);
        return peer;
    }

    /** Takes over an accepted connection: reads the preface and sends these settings. */
    public static Http2Peer accepted(Socket socket, int... settings) throws IOException {
        Http2Peer peer = new Http2Peer(socket);
        byte[] preface = new byte[PREFACE.length()];
        peer.in.readFully(preface);
        if (!PREFACE.equals(new String(preface, StandardCharsets.US_ASCII))) {
            throw new IOException("not HTTP/2: " + new String(preface, StandardCharsets.US_ASCII));
        }
        peer.settings(settings);
        return peer;
    }

    private void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    public void settings(int... settings) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < settings.length; i += 2) {
            payload.write(settings[i] >> 8);
            payload.write(settings[i]);
            payload.writeBytes(number(settings[i + 1]));
        }
        frame(SETTINGS, 0, 0, payload.toByteArray());
    }

    public static byte[] number(int value) {
        return new byte[]{(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        write(octets(type, flags, stream, payload));
    }

    /** Sends octets as they are, several frames at once for example. */
    public void raw(byte[] octets) throws IOException {
        write(octets);
    }

    public static byte[] octets(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        System.arraycopy(number(stream), 0, frame, 5, 4);
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }

    /** Returns a field section of these names and values, each a literal that enters no table. */
    public static byte[] section(String... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i++) {
            if (i % 2 == 0) {
                out.write(0);
            }
            literal(out, fields[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, byte[] octets) {
        if (octets.length < 127) {
            out.write(octets.length);
        } else {
            out.write(127);
            int rest = octets.length - 127;
            while (rest >= 128) {
                out.write((rest & 127) | 128);
                rest >>= 7;
            }
            out.write(rest);
        }
        out.writeBytes(octets);
    }

    public void headers(int stream, boolean ends, String... fields) throws IOException {
        frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, section(fields));
    }

    /** Sends the head of a request to the service of {@link Worlds}. */
    public void request(int stream, boolean ends, String method, String path, String... more) throws IOException {
        String[] fields = new String[8 + more.length];
        String[] usual = {":method", method, ":scheme", "http", ":path", path, ":authority", Worlds.HOST};
        System.arraycopy(usual, 0, fields, 0, 8);
        System.arraycopy(more, 0, fields, 8, more.length);
        headers(stream, ends, fields);
    }

    public void data(int stream, boolean ends, String text) throws IOException {
        frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the next frame, or null when the other side has closed. */
    public @Nullable Frame next() throws IOException {
        byte[] head = new byte[9];
        try {
            in.readFully(head);
        } catch (EOFException e) {
            return null;
        } catch (SocketException e) {
            return null;
        }
        ByteBuffer numbers = ByteBuffer.wrap(head);
        int length = numbers.getInt(0) >>> 8;
        byte[] payload = new byte[length];
        in.readFully(payload);
        int stream = numbers.getInt(5) & Integer.MAX_VALUE;
        Map<String, String> fields = head[3] == HEADERS ? decoded(stream, payload) : Map.of();
        if (head[3] == SETTINGS && (head[4] & ACK) == 0) {
            acknowledge();
        }
        return new Frame(head[3], head[4] & 0xff, stream, ByteBuffer.wrap(payload), fields);
    }

    private void acknowledge() throws IOException {
        try {
            frame(SETTINGS, ACK, 0, new byte[0]);
        } catch (SocketException gone) {
            // What the other side said before it cut the connection can still be read, its GOAWAY for one.
        }
    }

    /** Returns the next frame of that type, which must come. */
    public Frame expect(int type) throws IOException {
        Frame frame = next(type);
        if (frame == null) {
            throw new IOException("closed, and no frame of type " + type);
        }
        return frame;
    }

    private Map<String, String> decoded(int stream, byte[] payload) throws IOException {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            Http2Headers decoded = heads.decodeHeaders(stream, Unpooled.wrappedBuffer(payload));
            decoded.forEach(field -> fields.merge(field.getKey().toString(), field.getValue().toString(),
                    (one, other) -> one + ", " + other));
            return fields;
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** Returns the next frame of that type; null when the other side has closed. */
    public @Nullable Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame != null && (frame.type != type || (type == SETTINGS && frame.flags == ACK))) {
            frame = next();
        }
        return frame;
    }

    /** Reads an answer to its end: its first head, with the body as {@code body} and trailers among the fields. */
    public Map<String, String> answer(int stream) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = next();
            if (frame == null) {
                all.put("closed", "");
                return all;
            }
            if (frame.stream != stream) {
                continue;
            }
            if (frame.type == RST_STREAM) {
                all.put("reset", Integer.toString(frame.number(0)));
                return all;
            }
            if (frame.type == HEADERS) {
                frame.fields.forEach((name, value) -> all.merge(name, value, (one, other) -> one + ", " + other));
            } else if (frame.type == DATA) {
                body.append(frame.text());
                all.put("body", body.toString());
            }
            if (frame.ends()) {
                return all;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
