package io.spillway.drill.bench.switchover;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param gateways data planes of both IDCs together: a real gateway in each, the others are mock data planes
 * @param rps requests per second at the entrance of each IDC
 * @param turns how often traffic goes there and back in each case
 * @param warmUp how often before that, unmeasured
 * @param delay of the slow links, in each direction
 * @param rest how long nothing is done after each move: what users saw then is compared with what they saw during it
 */
record SwitchOverPlan(int gateways, int rps, int turns, int warmUp, Duration delay, Duration rest) {

    /** Two of them are real. */
    static final int REAL = 2;

    /** Returns how many mock data planes an IDC has. */
    int mocksOf(int idc) {
        int mocks = gateways - REAL;
        return mocks / REAL + (idc < mocks % REAL ? 1 : 0);
    }

    /** Returns how many data planes an IDC has. */
    int dataPlanesOf(int idc) {
        return mocksOf(idc) + 1;
    }
}
