package io.spillway.it.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines over sockets, from both ends. */
final class Lines {

    private static final int PATIENCE_MILLIS = 5000;

    private Lines() {}

    /** Connects to {@code host:port}. */
    static Socket connect(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1))), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Says a line. */
    static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the next line, or what comes before the end. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /** Says a line to a {@link LineServer#named} service and returns what is said back; a connection that fails says why. */
    static String ask(String address, String line) {
        try (Socket socket = connect(address)) {
            say(socket, line);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    /** The same of a client that ends its half instead of the line, and waits. */
    static String askEnding(String address, String words) {
        try (Socket socket = connect(address)) {
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
