package dev.agentpost.mail.clientsetup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What a client of Microsoft's Autodiscover asks ([MS-OXDSCLI] section 2.2.3). */
public sealed interface AutodiscoverRequest {
    String RESPONSE_SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    /** @param email as it was sent */
    record Settings(String email) implements AutodiscoverRequest {}

    /** Another kind of answer, such as that of Exchange ActiveSync. */
    record OtherSchema() implements AutodiscoverRequest {}

    /** No request, or one without an address. */
    record Malformed() implements AutodiscoverRequest {}

    static AutodiscoverRequest parse(byte[] body) {
        return document(body).map(AutodiscoverRequest::read).orElseGet(Malformed::new);
    }

    private static AutodiscoverRequest read(Document document) {
        Optional<String> schema = text(document, "AcceptableResponseSchema");
        Optional<String> email = text(document, "EMailAddress");
        if (!document.getDocumentElement().getLocalName().equals("Autodiscover") || schema.isEmpty()) {
            return new Malformed();
        }
        if (!schema.get().equals(RESPONSE_SCHEMA)) {
            return new OtherSchema();
        }
        return email.<AutodiscoverRequest>map(Settings::new).orElseGet(Malformed::new);
    }

    /** Of the only element of this name, in whatever namespace: clients differ in it. */
    private static Optional<String> text(Document document, String name) {
        NodeList elements = document.getElementsByTagNameNS("*", name);
        return elements.getLength() == 1
                ? Optional.of(elements.item(0).getTextContent().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static Optional<Document> document(byte[] body) {
        try {
            DocumentBuilder parser = parsers().newDocumentBuilder();
            // its own handler prints to standard error
            parser.setErrorHandler(new DefaultHandler());
            return Optional.of(parser.parse(new ByteArrayInputStream(body)));
        } catch (SAXException | IOException malformed) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of the JDK. Without a document type there are no entities, neither of files nor of a billion laughs. */
    private static DocumentBuilderFactory parsers() throws ParserConfigurationException {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultNSInstance();
        parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        parsers.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        parsers.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        parsers.setXIncludeAware(false);
        parsers.setExpandEntityReferences(false);
        return parsers;
    }
}
