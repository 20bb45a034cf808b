// What Firefox's reader view takes from pages, for articles.py, which judges it.
//
//     readability.mjs NODE_MODULES < pages > articles
//
// Pages are a JSON list of {url, file}; articles one of {title, author, date, description, text}, in the same order, and null
// for a page that Readability finds no article on.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.resolve(process.argv[2], '..', 'package.json'));
const { JSDOM } = require('jsdom');
const { Readability } = require('@mozilla/readability');

const articles = JSON.parse(readFileSync(0, 'utf8')).map(({ url, file }) => {
  const article = new Readability(new JSDOM(readFileSync(file, 'utf8'), { url }).window.document).parse();
  return article && {
    title: article.title,
    author: article.byline,
    date: article.publishedTime,
    description: article.excerpt,
    text: article.textContent,
  };
});
process.stdout.write(JSON.stringify(articles));
