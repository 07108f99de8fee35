package io.spillway.drill.run;

import java.io.IOException;

/** A process that holds so many octets until its input ends. */
final class HoldingMain {

    private HoldingMain() {}

    public static void main(String[] arguments) throws IOException {
        byte[] kept = new byte[Integer.parseInt(arguments[0])];
        System.out.println("holds " + kept.length);
        int end = System.in.read();
        System.out.println("held " + kept.length + " until " + end);
    }
}
