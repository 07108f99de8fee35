package io.spillway.control.ads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class SerialExecutorTest {

    @Test
    void aTaskThatComesAfterTheEndOfThePoolIsDroppedWithoutAWord() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        SerialExecutor serial = new SerialExecutor(pool);
        pool.shutdown();
        AtomicBoolean ran = new AtomicBoolean();
        assertThatCode(() -> serial.execute(() -> ran.set(true))).doesNotThrowAnyException();
        assertThat(ran).isFalse();
    }
}
