package io.spillway.control.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One HTTP request as it is written down, and the whole answer as text. */
final class RawHttp {

    private static final int TIMEOUT_MILLIS = 10_000;

    private RawHttp() {}

    /** An answer; {@code status} is empty when there was none. */
    record Answer(String status, String text) {}

    static Answer send(int port, String line, List<String> headers, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            StringBuilder head = new StringBuilder(line)
                    .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
            headers.forEach(header -> head.append(header).append("\r\n"));
            if (headers.stream().noneMatch(header -> header.startsWith("Content-Length"))) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            OutputStream out = socket.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            try {
                out.write(body);
                out.flush();
            } catch (IOException closed) {
                // the answer may have come before all of the body was wanted
            }
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException reset) {
            // what came before counts
        }
        String text = all.toString(StandardCharsets.UTF_8);
        String[] words = text.split(" ", 3);
        return new Answer(words.length < 2 ? "" : words[1], text);
    }
}
