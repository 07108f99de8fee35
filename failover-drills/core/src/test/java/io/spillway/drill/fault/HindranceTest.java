package io.spillway.drill.fault;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.fault.Fault.OnNetwork;
import io.spillway.drill.fault.Fault.Way;
import io.spillway.drill.fleet.Network;
import io.spillway.drill.fleet.Place;
import io.spillway.drill.fleet.Ran;
import io.spillway.drill.fleet.Space;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Packets are lost where they arrive and held back where they leave, by commands that can be taken back. */
class HindranceTest {

    private static final Space HUB = new Space(10, "1");
    private static final Space IDC_A = new Space(11, "2");
    private static final Space IDC_B = new Space(12, "3");
    private static final Network NETWORK = new Network(HUB,
            List.of(new Place("idc-a", 1, IDC_A), new Place("idc-b", 2, IDC_B)));

    @Test
    void silenceIsARuleAtBothEndsOfTheCable() throws Exception {
        List<Undo.Clear> all = of(new OnNetwork("idc-b", OnNetwork.ALL, Duration.ZERO, Duration.ZERO, 0, Way.BOTH));

        assertThat(all).extracting(Undo.Clear::space).containsExactly(IDC_B, HUB);
        assertThat(all).extracting(each -> String.join(" ", each.hindrance().begin())).containsExactly(
                "iptables -w 5 -t raw -A PREROUTING -i served -m comment --comment bad -j DROP",
                "iptables -w 5 -t raw -A PREROUTING -i served-2 -m comment --comment bad -j DROP");
        assertThat(all).extracting(each -> String.join(" ", each.hindrance().end())).allMatch(
                end -> end.startsWith("iptables -w 5 -t raw -D PREROUTING -i served"));
    }

    @Test
    void lossOfOneDirectionIsAtTheEndThatReceives() throws Exception {
        List<Undo.Clear> in = of(new OnNetwork("idc-a", 2.5, Duration.ZERO, Duration.ZERO, 0, Way.IN));
        List<Undo.Clear> out = of(new OnNetwork("idc-a", 2.5, Duration.ZERO, Duration.ZERO, 0, Way.OUT));

        assertThat(in).singleElement().satisfies(each -> {
            assertThat(each.space()).isEqualTo(IDC_A);
            assertThat(each.hindrance().begin()).containsSequence("--mode", "random", "--probability", "0.025000",
                    "-j", "DROP");
        });
        assertThat(out).singleElement().satisfies(each -> {
            assertThat(each.space()).isEqualTo(HUB);
            assertThat(each.hindrance().device()).isEqualTo("served-1");
        });
    }

    @Test
    void aQueueIsAtTheEndThatSends() throws Exception {
        List<Undo.Clear> in = of(
                new OnNetwork("idc-b", 0, Duration.ofMillis(100), Duration.ofMillis(20), 1 << 20, Way.IN));
        List<Undo.Clear> out = of(new OnNetwork("idc-b", 0, Duration.ZERO, Duration.ZERO, 1 << 20, Way.OUT));

        assertThat(in).singleElement().satisfies(each -> {
            assertThat(each.space()).isEqualTo(HUB);
            assertThat(String.join(" ", each.hindrance().begin())).matches(
                    "tc qdisc add dev served-2 root handle [0-9a-f]+: netem limit 20000 delay 100ms 20ms rate 1048576bps");
        });
        assertThat(out).singleElement().satisfies(each -> {
            assertThat(each.space()).isEqualTo(IDC_B);
            assertThat(String.join(" ", each.hindrance().begin())).matches(
                    "tc qdisc add dev served root handle [0-9a-f]+: tbf rate 1048576bps burst 104857 latency 400ms");
            assertThat(String.join(" ", each.hindrance().end()))
                    .matches("tc qdisc del dev served root handle [0-9a-f]+:");
        });
    }

    @Test
    void onlyItsOwnQueueIsSeen() {
        Hindrance queue = new Hindrance.Queue("served", "a", Duration.ZERO, Duration.ZERO, 4096);
        String handle = queue.end().getLast();

        assertThat(queue.isSeen(new Ran(0, "qdisc tbf " + handle + " root refcnt 3 rate 32Kbit"))).isTrue();
        assertThat(queue.isSeen(new Ran(0, "qdisc tbf 1" + handle + " root refcnt 3 rate 32Kbit"))).isFalse();
        assertThat(queue.isSeen(new Ran(0, "qdisc noqueue 0: root refcnt 2"))).isFalse();
        assertThat(new Hindrance.Queue("served", "b", Duration.ZERO, Duration.ZERO, 4096).end().getLast())
                .isNotEqualTo(handle);
    }

    @Test
    void anIdcWithoutANamespaceIsNamed() {
        OnNetwork fault = new OnNetwork("idc-c", OnNetwork.ALL, Duration.ZERO, Duration.ZERO, 0, Way.BOTH);

        assertThatThrownBy(() -> of(fault)).isInstanceOf(FaultException.class).hasMessageContaining("idc-c")
                .hasMessageContaining("[idc-a, idc-b]");
        assertThatThrownBy(() -> Hindrance.of("bad", fault, Network.LOOPBACK)).hasMessageContaining("--netns");
    }

    @Test
    void itIsKeptInWords() {
        List<Hindrance> all = List.of(new Hindrance.Loss("served-1", 2.5, "a fault"),
                new Hindrance.Queue("served", "b", Duration.ofMillis(100), Duration.ofMillis(20), 1024));

        assertThat(all).allSatisfy(each -> assertThat(Hindrance.parse(each.words())).isEqualTo(each));
        assertThatThrownBy(() -> Hindrance.parse(List.of("fire", "x"))).hasMessageContaining("fire")
                .hasMessageContaining("expected");
    }

    private static List<Undo.Clear> of(OnNetwork fault) throws FaultException {
        return Hindrance.of("bad", fault, NETWORK);
    }
}
