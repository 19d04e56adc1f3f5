package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0",
        "192.0.2.0/24, 192.0.2.255",
        "192.0.2.77/24, 192.0.2.1",
        "192.0.2.128/25, 192.0.2.129",
        "192.0.2.7, 192.0.2.7",
        "0.0.0.0/0, 203.0.113.9",
        "2001:db8::/32, 2001:db8:ffff::1",
        "2001:db8::1, 2001:db8::1",
        "::/0, 2001:db8::1",
        "192.0.2.0/24, ::ffff:192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void blockShouldContain(String block, String address) {
        assertThat(CidrBlock.parse(block).contains(InetAddresses.forString(address)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.3.0",
        "192.0.2.128/25, 192.0.2.127",
        "192.0.2.7, 192.0.2.8",
        "2001:db8::/32, 2001:db9::1",
        "0.0.0.0/0, 2001:db8::1",
        "::/0, 192.0.2.7"
    })
    void blockShouldNotContain(String block, String address) {
        assertThat(CidrBlock.parse(block).contains(InetAddresses.forString(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2/24",
                "2001:db8::/129",
                "host",
                "a/8",
                "192.0.2.0/+24",
                "192.0.2.0/\u0662\u0664",
                "192.0.2.0/24/24",
                " 192.0.2.0/24"
            })
    void parseShouldRefuseWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> CidrBlock.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.0/24, 192.0.2.0/24", "192.0.2.7, 192.0.2.7/32", "2001:DB8:0::/32, 2001:db8::/32"})
    void toStringShouldBeReadableAgain(String text, String canonical) {
        CidrBlock block = CidrBlock.parse(text);

        assertThat(block).hasToString(canonical);
        assertThat(CidrBlock.parse(block.toString())).isEqualTo(block);
    }
}
