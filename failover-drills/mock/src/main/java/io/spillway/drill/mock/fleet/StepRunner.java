package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.NackRule;
import io.spillway.drill.mock.session.Session;
import org.jspecify.annotations.Nullable;

/** Does a client's steps, one after another, and stops at those that take time. Belongs to the event loop. */
final class StepRunner {

    private final MockClient client;
    private final Session session;
    private Step.@Nullable Await await;
    private long until = Session.NEVER;

    StepRunner(MockClient client, Session session) {
        this.client = client;
        this.session = session;
    }

    /** Returns when time alone lets it go on, or {@link Session#NEVER}. */
    long nextDue() {
        return until;
    }

    /** Goes on as far as it can. */
    void run(long now) {
        while (!client.isConnecting() && !waits(now)) {
            Step step = client.nextStep();
            if (step == null) {
                return;
            }
            act(step, now);
        }
    }

    private boolean waits(long now) {
        if (until == Session.NEVER) {
            return false;
        }
        Step.Await condition = await;
        boolean over = until - now <= 0;
        boolean met = condition != null && Conditions.met(condition.condition(), session);
        if (!over && !met) {
            return true;
        }
        if (condition != null && !met) {
            client.missed(condition.condition() + " within " + condition.within().toMillis() + " ms");
        }
        await = null;
        until = Session.NEVER;
        return false;
    }

    private void act(Step step, long now) {
        switch (step) {
            case Step.Connect() -> connect();
            case Step.Subscribe(XdsType type, NameSet names) -> session.subscribe(type, names, now);
            case Step.Unsubscribe(XdsType type, NameSet names) -> session.unsubscribe(type, names, now);
            case Step.Pause(Duration time) -> until = now + time.toNanos();
            case Step.Await condition -> {
                await = condition;
                until = now + condition.within().toNanos();
            }
            case Step.AckAfter(Duration delay) -> session.conduct(session.conduct().ackingAfter(delay), now);
            case Step.Nack(List<NackRule> rules) -> session.conduct(session.conduct().nacking(rules), now);
            case Step.Silence() -> session.conduct(session.conduct().silent(true), now);
            case Step.Resume() -> session.conduct(session.conduct().silent(false), now);
            case Step.Reconnect(boolean resume, boolean next) -> {
                client.disconnect();
                if (next) {
                    client.nextAddress();
                }
                client.connect(resume);
            }
            case Step.Disconnect() -> client.disconnect();
            case Step.Repeat repeat -> throw new IllegalStateException("a program has no " + repeat);
        }
    }

    private void connect() {
        if (!session.isOpen()) {
            client.connect(false);
        }
    }
}
