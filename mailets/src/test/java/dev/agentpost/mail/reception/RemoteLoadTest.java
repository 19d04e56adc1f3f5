package dev.agentpost.mail.reception;

import static dev.agentpost.mail.reception.RemoteLoad.Admission.ADMITTED;
import static dev.agentpost.mail.reception.RemoteLoad.Admission.TOO_MANY;
import static dev.agentpost.mail.reception.RemoteLoad.Admission.TOO_MANY_OF_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.core.TestClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemoteLoadTest {
    private static final InetAddress ONE = InetAddresses.forString("192.0.2.1");
    private static final InetAddress OTHER = InetAddresses.forString("192.0.2.2");
    private static final InetAddress EXEMPT = InetAddresses.forString("198.51.100.7");

    private final TestClock clock = new TestClock();
    private final RemoteLoad load =
            new RemoteLoad(new RemoteLimits(2, 3, 4, 6, List.of(CidrBlock.parse("198.51.100.0/24"))), clock);

    @Test
    void addressShouldHaveItsNumberOfConnections() {
        assertThat(load.connect(ONE)).isEqualTo(ADMITTED);
        assertThat(load.connect(ONE)).isEqualTo(ADMITTED);
        assertThat(load.connect(ONE)).isEqualTo(TOO_MANY_OF_ADDRESS);
        assertThat(load.connect(OTHER)).isEqualTo(ADMITTED);

        load.disconnect(ONE);
        assertThat(load.connect(ONE)).isEqualTo(ADMITTED);
    }

    @Test
    void connectionsOfAMinuteShouldComeBackEvenly() {
        IntStream.range(0, 3).forEach(i -> {
            assertThat(load.connect(ONE)).isEqualTo(ADMITTED);
            load.disconnect(ONE);
        });
        assertThat(load.connect(ONE)).isEqualTo(TOO_MANY_OF_ADDRESS);

        clock.advance(Duration.ofSeconds(20));
        assertThat(load.connect(ONE)).isEqualTo(ADMITTED);
        load.disconnect(ONE);
        assertThat(load.connect(ONE)).isEqualTo(TOO_MANY_OF_ADDRESS);
    }

    @Test
    void addressesOfOneNetworkOfVersion6ShouldCountAsOne() {
        load.connect(InetAddresses.forString("2001:db8:1:2::1"));
        load.connect(InetAddresses.forString("2001:db8:1:2:ffff::2"));

        assertThat(load.connect(InetAddresses.forString("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(TOO_MANY_OF_ADDRESS);
        assertThat(load.connect(InetAddresses.forString("2001:db8:1:3::1"))).isEqualTo(ADMITTED);
    }

    @Test
    void allTogetherShouldHaveTheirNumber() {
        IntStream.range(0, 6).forEach(i -> assertThat(load.connect(EXEMPT)).isEqualTo(ADMITTED));

        assertThat(load.connect(ONE)).isEqualTo(TOO_MANY);

        load.disconnect(EXEMPT);
        assertThat(load.connect(ONE)).isEqualTo(ADMITTED);
    }

    @Test
    void messagesShouldBeCountedByAddress() {
        IntStream.range(0, 4).forEach(i -> assertThat(load.takeMessage(ONE)).isTrue());

        assertThat(load.takeMessage(ONE)).isFalse();
        assertThat(load.takeMessage(OTHER)).isTrue();
        assertThat(load.takeMessage(EXEMPT)).isTrue();
    }
}
