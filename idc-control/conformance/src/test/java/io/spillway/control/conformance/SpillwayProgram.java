package io.spillway.control.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;

/** Our server as a program that the command line can start: the lines of {@code ExecSubject}, from the other side. */
final class SpillwayProgram {

    private SpillwayProgram() {}

    /** Serves until standard input ends; with a word {@code aggregated}, aggregated streams alone. */
    public static void main(String[] args) throws IOException {
        try (SpillwaySubject subject = args.length == 0
                ? SpillwaySubject.start()
                : SpillwaySubject.startAggregated();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println("READY " + subject.port() + " NODE ENDING");
            String line = lines.readLine();
            while (line != null) {
                out.println(obey(subject, line.split(" ", -1)));
                line = lines.readLine();
            }
        }
    }

    private static String obey(SpillwaySubject subject, String[] words) {
        try {
            if (words.length == 5 && words[0].equals("PUT")) {
                ByteString bytes = ByteString.copyFrom(Base64.getDecoder().decode(words[4]));
                subject.put(Any.newBuilder().setTypeUrl(words[1]).setValue(bytes).build(), words[2], words[3]);
                return "OK";
            }
            if (words.length == 5 && words[0].equals("ENDING")) {
                ByteString bytes = ByteString.copyFrom(Base64.getDecoder().decode(words[4]));
                subject.putEnding(Any.newBuilder().setTypeUrl(words[1]).setValue(bytes).build(), words[2], words[3]);
                return "OK";
            }
            if (words.length == 3 && words[0].equals("REMOVE")) {
                subject.remove(words[1], words[2]);
                return "OK";
            }
            if (words.length == 2 && words[0].equals("NODE")) {
                return "OK " + Base64.getEncoder().encodeToString(subject.node(words[1]).toByteArray());
            }
            return "ERROR " + String.join(" ", words)
                    + " (expected: PUT typeUrl name version base64, REMOVE typeUrl name, or NODE id)";
        } catch (IOException | IllegalArgumentException refused) {
            return "ERROR " + refused.getMessage();
        }
    }
}
