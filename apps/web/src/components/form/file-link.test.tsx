// @vitest-environment happy-dom
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { FileLink } from "@/components/form/file-field";

const url = "https://files.example.com/1";

test("a picture shows itself, and says what it is", () => {
  render(<FileLink file={{ url, contentType: "image/png", size: 12_000 }} />);
  const picture = screen.getByRole("img", { name: "image/png, 12 kB" });
  expect(picture.getAttribute("src")).toBe(url);
  expect(picture.closest("a")?.getAttribute("href")).toBe(url);
});

test("another file is a link with its type and size, and one that is gone is a dash", () => {
  const { container } = render(
    <>
      <FileLink file={{ url, contentType: "application/pdf", size: 1 }} />
      <FileLink file={{ url: null, contentType: "image/png", size: 1 }} />
    </>,
  );
  expect(screen.getByRole("link", { name: "application/pdf, 1 kB" })).toBeTruthy();
  expect(container.textContent).toMatch(/–$/);
  expect(container.querySelector("img")).toBeNull();
});
