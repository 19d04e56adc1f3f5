package dev.agentpost.mail.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/healthz,/healthz",
        "/api/v1/me?x=1,/api/v1/me",
        "/mail/config-v1.1.xml,/mail/config-v1.1.xml",
        "/a%20b,/a b",
        "/a+b,/a+b",
        "/%61bc,/abc",
        "/%252e%252e/x,/%2e%2e/x",
        "http://mail.example.org:8080/api/v1/me?x,/api/v1/me",
        "/a...b/.well-known,/a...b/.well-known"
    })
    void pathShouldBeDecodedOnce(String target, String path) {
        assertThat(RequestTarget.parse(target).orElseThrow().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "healthz",
                "/../etc/passwd",
                "/a/..",
                "/a/./b",
                "/%2e%2e/etc/passwd",
                "/%2E./x",
                "/.%2e/x",
                "//healthz",
                "/a//b",
                "/a/",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%0d%0aSet-Cookie:x",
                "/a%7f",
                "/a%",
                "/a%zz",
                "/a%ff",
                "/a%c0%ae",
                "/a#b",
                "/ä",
                "/a b",
                "/a?x=%00%",
                "http:///a",
                "ftp://x/a"
            })
    void ambiguousPathShouldBeNone(String target) {
        assertThat(RequestTarget.parse(target)).isEmpty();
    }

    @Test
    void parametersShouldBeDecodedAsForms() {
        assertThat(RequestTarget.parse("/a?emailaddress=x%40example.com&b=c+d&e&b=f")
                        .orElseThrow()
                        .parameters())
                .isEqualTo(Map.of("emailaddress", "x@example.com", "b", "c d", "e", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a", "%61", "-a"})
    void longTargetShouldBeReadWithoutUsingUpTheStack(String repeated) {
        String path = "/b" + repeated.repeat(200_000);

        assertThat(RequestTarget.parse(path + "?x=" + repeated.repeat(200_000))).isPresent();
        assertThat(RequestTarget.parse(path + "\\?x=1")).isEmpty();
    }
}
