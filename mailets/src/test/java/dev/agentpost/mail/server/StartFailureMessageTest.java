package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import org.junit.jupiter.api.Test;

class StartFailureMessageTest {

    @Test
    void lineForOperatorsShouldBeFoundBelowWhatCarriesIt() {
        RuntimeException failure =
                new IllegalStateException("Unable to create injector", new StartFailure("set X", new Exception("low")));

        assertThat(StartFailureMessage.of(failure)).isEqualTo(new StartFailureMessage("set X", true));
    }

    @Test
    void portInUseShouldBeSaid() {
        Exception failure = new IllegalStateException("0.0.0.0:465", new BindException("Address already in use"));

        assertThat(StartFailureMessage.of(failure))
                .isEqualTo(new StartFailureMessage("a port is in use: 0.0.0.0:465", true));
    }

    @Test
    void defectShouldBeToldByItsRoot() {
        Exception failure = new IllegalStateException("Unable", new NullPointerException("x is null"));

        assertThat(StartFailureMessage.of(failure))
                .isEqualTo(new StartFailureMessage("NullPointerException: x is null", false));
    }
}
