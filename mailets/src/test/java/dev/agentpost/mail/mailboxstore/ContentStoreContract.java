package dev.agentpost.mail.mailboxstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

public interface ContentStoreContract {
    FolderId INBOX = FolderId.generate();
    FolderId TRASH = FolderId.generate();
    byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    int CHUNK = ContentStore.CHUNK_BYTES;

    ContentStore testee();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1500, 64 * 1024 - 18, 64 * 1024, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK})
    default void contentShouldComeBackAsItWasSaved(int bodyBytes) {
        byte[] body = octets(bodyBytes);

        ContentId id = save(HEADER, body);

        assertThat(testee().header(id).block()).isEqualTo(HEADER);
        assertThat(all(testee().body(id))).isEqualTo(body);
        assertThat(all(testee().read(id, 0))).isEqualTo(concatenated(HEADER, body));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                17,
                18,
                19,
                18 + CHUNK - 1,
                18 + CHUNK,
                18 + CHUNK + 1,
                18 + 3 * CHUNK - 1,
                18 + 3 * CHUNK,
                1 << 30
            })
    default void readShouldBeginAtAnyOctet(int from) {
        byte[] body = octets(3 * CHUNK);
        byte[] whole = concatenated(HEADER, body);
        ContentId id = save(HEADER, body);

        byte[] rest = all(testee().read(id, from));

        assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, Math.min(from, whole.length), whole.length));
    }

    @Test
    default void readOfASmallMessageShouldBeginInItsBody() {
        ContentId id = save(HEADER, "0123456789".getBytes(US_ASCII));

        assertThat(all(testee().read(id, HEADER.length + 4))).isEqualTo("456789".getBytes(US_ASCII));
    }

    @Test
    default void aLargeHeaderShouldComeBack() {
        byte[] header = octets(200_000);
        byte[] body = octets(10);

        ContentId id = save(header, body);

        assertThat(all(testee().read(id, 0))).isEqualTo(concatenated(header, body));
        assertThat(all(testee().body(id))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    default void aBodyOfAnotherLengthThanPromisedShouldBeAnError(int difference) {
        for (int length : new int[] {100, 2 * CHUNK}) {
            ContentId id = ContentId.generate();

            assertThatThrownBy(() -> testee().save(
                                    id, INBOX, HEADER, new ByteArrayInputStream(octets(length)), length + difference)
                            .block())
                    .hasMessageContaining(id.toString());
            assertThatThrownBy(() -> testee().header(id).block()).isInstanceOf(ContentMissingException.class);
        }
    }

    @Test
    default void headersShouldComeBackTogether() {
        Map<ContentId, byte[]> saved = new HashMap<>();
        for (int number = 0; number < 25; number++) {
            byte[] header = ("Subject: " + number + "\r\n\r\n").getBytes(US_ASCII);
            saved.put(save(header, octets(10)), header);
        }

        Map<ContentId, byte[]> found = testee().headers(saved.keySet()).block();

        assertThat(found).containsOnlyKeys(saved.keySet());
        assertThat(found).allSatisfy((id, header) -> assertThat(header).isEqualTo(saved.get(id)));
    }

    @Test
    default void aMissingOneAmongHeadersShouldBeAnErrorThatNamesIt() {
        ContentId missing = ContentId.generate();

        assertThatThrownBy(() -> testee().headers(Set.of(save(HEADER, octets(10)), missing))
                        .block())
                .hasMessageContaining(missing.toString());
    }

    @Test
    default void aMissingContentShouldBeAnErrorThatNamesIt() {
        ContentId id = ContentId.generate();

        assertThatThrownBy(() -> testee().header(id).block()).hasMessageContaining(id.toString());
        assertThatThrownBy(() -> testee().body(id).blockLast()).hasMessageContaining(id.toString());
        assertThatThrownBy(() -> testee().read(id, 0).blockLast()).isInstanceOf(ContentMissingException.class);
    }

    @Test
    default void saveShouldAnnounceTheFirstPlace() {
        ContentId id = save(HEADER, octets(10));

        assertThat(testee().places(id).collectList().block())
                .containsExactly(new ContentStore.Place(INBOX, Announcement.first(id), 0));
    }

    @Test
    default void placesShouldSayWhereAnnouncedContentsCameToStand() {
        ContentId id = save(HEADER, octets(10));
        Announcement again = Announcement.again(id);
        Announcement unused = Announcement.again(id);

        testee().announce(TRASH, List.of(again, unused)).block();
        testee().place(List.of(new ContentStore.Placed(INBOX, Announcement.first(id), 7)))
                .block();
        testee().place(List.of(new ContentStore.Placed(TRASH, again, 1))).block();

        assertThat(testee().places(id).collectList().block())
                .containsExactlyInAnyOrder(
                        new ContentStore.Place(INBOX, Announcement.first(id), 7),
                        new ContentStore.Place(TRASH, again, 1),
                        new ContentStore.Place(TRASH, unused, 0));
    }

    @Test
    default void placesOfManyShouldBeThoseOfEach() {
        List<ContentId> ids = IntStream.range(0, 120)
                .mapToObj(number -> save(HEADER, octets(10)))
                .toList();
        save(HEADER, octets(10));
        Announcement again = Announcement.again(ids.get(7));
        testee().announce(TRASH, List.of(again)).block();
        testee().place(List.of(new ContentStore.Placed(TRASH, again, 3))).block();

        List<ContentStore.Place> places = testee().places(ids).collectList().block();

        assertThat(places)
                .hasSize(121)
                .contains(new ContentStore.Place(TRASH, again, 3))
                .extracting(place -> place.announcement().content())
                .hasSameElementsAs(ids);
    }

    @Test
    default void placesOfNothingShouldBeEmpty() {
        assertThat(testee().places(List.of()).collectList().block()).isEmpty();
    }

    @Test
    default void placesOfAnUnknownContentShouldBeEmpty() {
        assertThat(testee().places(ContentId.generate()).collectList().block()).isEmpty();
    }

    default ContentId save(byte[] header, byte[] body) {
        ContentId id = ContentId.generate();
        testee().save(id, INBOX, header, new ByteArrayInputStream(body), body.length)
                .block();
        return id;
    }

    static byte[] octets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    static byte[] concatenated(byte[] first, byte[] second) {
        return all(Flux.just(first, second));
    }

    static byte[] all(Flux<byte[]> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.doOnNext(all::writeBytes).blockLast();
        return all.toByteArray();
    }
}
