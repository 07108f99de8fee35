package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A thousand clients want the world at once: few have a turn at a time, all get one, in the order in which they came. */
class BacklogTest {

    private static final class Client implements Backlog.Waiting {

        private int turns;

        @Override
        public void onTurn() {
            turns++;
        }
    }

    @Test
    void allGetTheirTurnInOrder() {
        Backlog backlog = new Backlog(2);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Client client = new Client();
            clients.add(client);
            assertThat(backlog.enter(client)).isEqualTo(i < 2);
            assertThat(backlog.enter(client)).as("asking again changes nothing").isEqualTo(i < 2);
        }
        assertThat(backlog.waiting()).isEqualTo(998);
        for (int i = 0; i < 1000; i++) {
            backlog.leave(clients.get(i));
            if (i + 2 < 1000) {
                assertThat(clients.get(i + 2).turns).isEqualTo(1);
                assertThat(backlog.enter(clients.get(i + 2))).isTrue();
            }
        }
        assertThat(backlog.waiting()).isZero();
        assertThat(backlog.enter(new Client())).isTrue();
    }

    @Test
    void whoVanishesWhileWaitingCostsNobodyATurn() {
        Backlog backlog = new Backlog(1);
        Client first = new Client();
        Client gone = new Client();
        Client last = new Client();
        backlog.enter(first);
        backlog.enter(gone);
        backlog.enter(last);
        backlog.leave(gone);
        assertThat(gone.turns).isZero();
        backlog.leave(first);
        assertThat(last.turns).isEqualTo(1);
        assertThat(backlog.enter(last)).isTrue();
    }

    @Test
    void leavingTwiceGivesOneTurn() {
        Backlog backlog = new Backlog(1);
        Client first = new Client();
        Client second = new Client();
        Client third = new Client();
        backlog.enter(first);
        backlog.enter(second);
        backlog.enter(third);
        backlog.leave(first);
        backlog.leave(first);
        assertThat(second.turns).isEqualTo(1);
        assertThat(third.turns).isZero();
    }
}
