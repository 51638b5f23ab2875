import Foundation
import FoundationNetworking
import Synchronization
import TestSupport
import Testing

@testable import Operations

@Suite struct HTTPServerTests {
  private func request(_ text: String, port: UInt16) throws -> (text: String, isClosed: Bool) {
    let client = try #require(RawClient(port: port))
    client.send(text)
    return client.readToEnd()
  }

  private func echo(limits: HTTPLimits = HTTPLimits()) throws -> HTTPServer {
    try HTTPServer(port: 0, limits: limits) { request in .text("path \(request.path)\n") }
  }

  @Test func aGetReachesTheHandlerAndItsAnswerTheClient() async throws {
    let server = try HTTPServer(port: 0) { request in
      HTTPResponse(status: 418, contentType: "application/x-test", body: Array("\(request.path)\0".utf8))
    }
    let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/a%20b/c?x=1"))
    let (data, response) = try await URLSession.shared.data(from: url)
    let http = try #require(response as? HTTPURLResponse)
    #expect(http.statusCode == 418)
    #expect(http.value(forHTTPHeaderField: "Content-Type") == "application/x-test")
    #expect(http.value(forHTTPHeaderField: "X-Content-Type-Options") == "nosniff")
    #expect(Array(data) == Array("/a b/c\0".utf8))
    server.stop()
  }

  @Test func headAnswersWithoutABody() throws {
    let server = try echo()
    let (text, isClosed) = try request("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: server.port)
    #expect(text.hasPrefix("HTTP/1.1 200"))
    #expect(text.contains("Content-Length: 8\r\n"))
    #expect(text.hasSuffix("\r\n\r\n"))
    #expect(isClosed)
  }

  @Test func oneConnectionCarriesSeveralRequests() throws {
    let server = try echo()
    let (text, _) = try request(
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: server.port)
    #expect(text.contains("path /1\n"))
    #expect(text.contains("path /2\n"))
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT"])
  func otherMethodsAreRefusedBeforeTheirBodyIsRead(method: String) throws {
    let server = try echo()
    let (text, isClosed) = try request(
      "\(method) / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\nConnection: close\r\n\r\n", port: server.port)
    #expect(text.hasPrefix("HTTP/1.1 405"))
    #expect(text.contains("Allow: GET, HEAD\r\n"))
    #expect(isClosed)
  }

  @Test(arguments: ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"])
  func aRequestWithABodyIsRefused(rest: String) throws {
    let server = try echo()
    let (text, isClosed) = try request("GET / HTTP/1.1\r\nHost: a\r\n\(rest)", port: server.port)
    #expect(text.hasPrefix("HTTP/1.1 413"))
    #expect(isClosed)
  }

  @Test func aLongRequestIsRefusedAndTheServerGoesOn() throws {
    let server = try echo(limits: HTTPLimits(request_bytes: 4096))
    let long = String(repeating: "a", count: 100_000)
    for text in [
      "GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n", long,
      "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 20_000) + "\r\n",
    ] {
      let (answer, isClosed) = try request(text, port: server.port)
      #expect(isClosed)
      #expect(!answer.contains("200 OK"))
    }
    let (answer, _) = try request("GET /ok HTTP/1.0\r\n\r\n", port: server.port)
    #expect(answer.contains("path /ok"))
  }

  @Test(arguments: ["\r\n\r\n\r\n\0\u{1}\u{2}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}"])
  func whatIsNoHTTPHarmsNothing(text: String) throws {
    let server = try echo(limits: HTTPLimits(idle_s: 1))
    let (answer, isClosed) = try request(text, port: server.port)
    #expect(!answer.contains("200 OK"))
    #expect(isClosed)
    #expect(try request("GET /ok HTTP/1.0\r\n\r\n", port: server.port).text.contains("path /ok"))
  }

  @Test func aClientThatSaysNothingIsSentAway() throws {
    let server = try echo(limits: HTTPLimits(connections: 2, idle_s: 1))
    let idle = try #require(RawClient(port: server.port))
    let halfway = try #require(RawClient(port: server.port))
    halfway.send("GET / HT")
    // Both places are taken; this client is served when they are free again.
    let (text, _) = try request("GET /next HTTP/1.0\r\n\r\n", port: server.port)
    #expect(text.contains("path /next"))
    #expect(idle.readToEnd().isClosed)
    #expect(halfway.readToEnd().isClosed)
  }

  @Test func aStoppedServerFreesItsPort() throws {
    let first = try echo()
    let port = first.port
    do throws(HTTPServerError) {
      _ = try HTTPServer(port: port) { _ in .text("") }
      Issue.record("two servers on one port")
    } catch {
      #expect(error.description == "cannot listen on 127.0.0.1 port \(port): Address already in use")
    }
    first.stop()
    first.stop()
    let second = try HTTPServer(port: port) { _ in .text("second\n") }
    #expect(try request("GET / HTTP/1.0\r\n\r\n", port: port).text.hasSuffix("second\n"))
    second.stop()
    #expect(RawClient(port: port) == nil)
  }

  @Test func aStoppedServerFreesItsPortWhileChildrenAreStarted() throws {
    let port = try HTTPServer(port: 0) { _ in .text("") }.port
    try whileChildrenAreStarted {
      for _ in 0..<200 { try HTTPServer(port: port) { _ in .text("") }.stop() }
    }
  }

  @Test func theHandlerLivesNoLongerThanTheServer() throws {
    final class Witness: Sendable {
      let gone: @Sendable () -> Void
      init(gone: @escaping @Sendable () -> Void) { self.gone = gone }
      deinit { gone() }
    }
    let box = CountBox()
    do {
      let witness = Witness { box.add() }
      let server = try HTTPServer(port: 0) { _ in withExtendedLifetime(witness) { .text("") } }
      #expect(server.port > 0)
    }
    #expect(box.value == 1)
  }

  final class CountBox: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
  }

  @Test(arguments: ["", "localhost", "300.1.1.1", "127.0.0.1:80", "::g"])
  func whatIsNoAddressIsNamed(text: String) {
    do throws(HTTPServerError) {
      _ = try HTTPServer(address: text, port: 0) { _ in .text("") }
      Issue.record("listened on '\(text)'")
    } catch {
      #expect(error == .invalidAddress(text))
    }
  }

  @Test func anIPv6AddressWorksWhereThereIsOne() throws {
    let server: HTTPServer
    do {
      server = try HTTPServer(address: "::1", port: 0) { _ in .text("six\n") }
    } catch {
      guard case .cannotListen = error else { throw error }
      // This machine has no IPv6: the error is then the right one.
      return
    }
    let client = try #require(RawClient(port: server.port, isIPv6: true))
    client.send("GET / HTTP/1.0\r\n\r\n")
    #expect(client.readToEnd().text.hasSuffix("six\n"))
  }
}
