# Hibernate
select o1_0.id,o1_0.customer_id,o1_0.placed_at,l1_0.order_id,l1_0.id,l1_0.sku from orders o1_0 left join order_lines l1_0 on o1_0.id=l1_0.order_id where o1_0.id=?
select count(*) from (select p1_0.id from products p1_0 where p1_0.name like ? escape '\\') derived1_
select c1_0.id,case when c1_1.id is not null then 1 when c1_2.id is not null then 2 when c1_0.id is not null then 0 end from customers c1_0 left join vip_customers c1_1 on c1_0.id=c1_1.id left join corporate_customers c1_2 on c1_0.id=c1_2.id
insert into order_lines (order_id,sku,quantity,price,id) values (?,?,?,?,?)
update orders o1_0 set status=?,version=? where o1_0.id=? and o1_0.version=?
delete from order_lines where id=? and version=?
select next_val as id_val from hibernate_sequence for update
update hibernate_sequence set next_val= ? where next_val=?
select u1_0.id,u1_0.email from users u1_0 where exists(select 1 from users_roles r1_0 join roles r1_1 on r1_1.id=r1_0.role_id where u1_0.id=r1_0.user_id and r1_1.name in (?,?,?)) order by u1_0.id limit ?,?
select distinct a1_0.id,b1_0.author_id,b1_0.title from authors a1_0 join (books b1_0 join publishers p1_0 on p1_0.id=b1_0.publisher_id) on a1_0.id=b1_0.author_id where lower(a1_0.name)=? for update
with cte as (select e1_0.id id, e1_0.manager_id mid from employees e1_0 where e1_0.id=?) select cte1_0.id from cte cte1_0 join departments d1_0 on d1_0.head_id=cte1_0.mid
insert into audit_log(entity,changed_at) select p1_0.name,current_timestamp(6) from products p1_0 where p1_0.changed=1
# ActiveRecord
SELECT `users`.* FROM `users` WHERE `users`.`id` = 1 LIMIT 1
SELECT 1 AS one FROM `users` WHERE `users`.`email` = BINARY 'a@b.example' AND `users`.`id` != 5 LIMIT 1
SELECT COUNT(*) FROM `posts` INNER JOIN `taggings` ON `taggings`.`post_id` = `posts`.`id` INNER JOIN `tags` ON `tags`.`id` = `taggings`.`tag_id` WHERE `tags`.`name` IN ('ruby', 'from rails')
INSERT INTO `comments` (`body`, `post_id`, `created_at`) VALUES ('It''s from, where?', 7, '2026-01-01 00:00:00.000000')
UPDATE `posts` SET `posts`.`comments_count` = COALESCE(`posts`.`comments_count`, 0) + 1 WHERE `posts`.`id` = 7
DELETE FROM `sessions` WHERE `sessions`.`updated_at` < '2026-01-01 00:00:00'
SELECT `orders`.* FROM `orders` WHERE `orders`.`id` = 9 LIMIT 1 FOR UPDATE
SELECT SUM(`invoices`.`total`) AS sum_total, `invoices`.`region` AS invoices_region FROM `invoices` GROUP BY `invoices`.`region` HAVING SUM(`invoices`.`total`) > 100
INSERT INTO `books` (`isbn`,`title`) VALUES ('1', 'a'), ('2', 'b') ON DUPLICATE KEY UPDATE `title`=VALUES(`title`)
UPDATE `jobs` SET `jobs`.`locked_by` = 'w1' WHERE `jobs`.`id` IN (SELECT `id` FROM (SELECT `jobs`.`id` FROM `jobs` WHERE `jobs`.`locked_by` IS NULL LIMIT 1) AS `__active_record_temp`)
# Django
SELECT `auth_user`.`id`, `auth_user`.`username` FROM `auth_user` WHERE `auth_user`.`username` = 'x' LIMIT 21
SELECT (1) AS `a` FROM `django_session` WHERE `django_session`.`session_key` = 'abc' LIMIT 1
SELECT `shop_item`.`id`, (SELECT COUNT(U0.`id`) AS `c` FROM `shop_review` U0 WHERE U0.`item_id` = (`shop_item`.`id`)) AS `reviews` FROM `shop_item` ORDER BY `reviews` DESC
SELECT COUNT(*) FROM (SELECT DISTINCT `blog_entry`.`id` AS `col1` FROM `blog_entry` INNER JOIN `blog_blog` ON (`blog_entry`.`blog_id` = `blog_blog`.`id`)) subquery
UPDATE `shop_item` SET `stock` = CASE WHEN (`shop_item`.`id` = 1) THEN 5 WHEN (`shop_item`.`id` = 2) THEN 6 ELSE NULL END WHERE `shop_item`.`id` IN (1, 2)
DELETE FROM `auth_user_groups` WHERE `auth_user_groups`.`user_id` IN (3)
INSERT INTO `django_content_type` (`app_label`, `model`) VALUES ('shop', 'item')
SELECT `t`.`id` FROM `shop_event` AS `t` WHERE NOT EXISTS(SELECT 1 AS `a` FROM `shop_booking` U0 WHERE U0.`event_id` = `t`.`id` LIMIT 1) FOR UPDATE
# Eloquent
select * from `users` where `email` = ? and `users`.`deleted_at` is null limit 1
select `roles`.*, `role_user`.`user_id` as `pivot_user_id` from `roles` inner join `role_user` on `roles`.`id` = `role_user`.`role_id` where `role_user`.`user_id` in (1, 2, 3)
select * from `jobs` where `queue` = ? and ((`reserved_at` is null and `available_at` <= ?) or (`reserved_at` <= ?)) order by `id` asc limit 1 for update
select exists(select * from `orders` where `customer_id` = ?) as `exists`
insert ignore into `tags` (`name`) values (?), (?)
update `posts` inner join `blogs` on `blogs`.`id` = `posts`.`blog_id` set `posts`.`hidden` = ? where `blogs`.`owner` = ?
delete `posts` from `posts` inner join `blogs` on `blogs`.`id` = `posts`.`blog_id` where `blogs`.`owner` = ?
select count(*) as aggregate from (select `id` from `a_table` union all select `id` from `b_table`) as `temp_table`
# Prisma
SELECT `shop`.`User`.`id`, `shop`.`User`.`name` FROM `shop`.`User` WHERE (`shop`.`User`.`id` = ? AND 1=1) LIMIT ? OFFSET ?
SELECT COUNT(*) FROM (SELECT `shop`.`Post`.`id` FROM `shop`.`Post` WHERE 1=1 LIMIT ? OFFSET ?) AS `sub`
SELECT `t0`.`id`, COALESCE(`aggr_selection_0_Post`.`_aggr_count_posts`, 0) FROM `shop`.`User` AS `t0` LEFT JOIN (SELECT `shop`.`Post`.`authorId`, COUNT(*) AS `_aggr_count_posts` FROM `shop`.`Post` WHERE 1=1 GROUP BY `shop`.`Post`.`authorId`) AS `aggr_selection_0_Post` ON (`t0`.`id` = `aggr_selection_0_Post`.`authorId`) WHERE 1=1
INSERT INTO `shop`.`Profile` (`bio`,`userId`) VALUES (?,?)
UPDATE `shop`.`User` SET `name` = ? WHERE (`shop`.`User`.`id` = ? AND 1=1)
DELETE FROM `shop`.`Post` WHERE (`shop`.`Post`.`id` IN (?,?,?) AND 1=1)
SELECT `t1`.`id`, (SELECT COALESCE(JSON_ARRAYAGG(`__prisma_data__`), CONVERT('[]', JSON)) AS `__prisma_data__` FROM (SELECT `t4`.`__prisma_data__` FROM (SELECT JSON_OBJECT('id', `t3`.`id`) AS `__prisma_data__` FROM (SELECT `t2`.* FROM `Post` AS `t2` WHERE `t1`.`id` = `t2`.`authorId`) AS `t3`) AS `t4`) AS `t5`) AS `posts` FROM `User` AS `t1`
# Sequelize and TypeORM
SELECT `User`.`id`, `Tasks`.`id` AS `Tasks.id` FROM `Users` AS `User` LEFT OUTER JOIN `Tasks` AS `Tasks` ON `User`.`id` = `Tasks`.`userId` WHERE `User`.`id` = 1
SELECT `User`.*, `Tasks`.`id` AS `Tasks.id` FROM (SELECT `User`.`id` FROM `Users` AS `User` WHERE ( SELECT `userId` FROM `Tasks` AS `Tasks` WHERE (`Tasks`.`done` = true AND `Tasks`.`userId` = `User`.`id`) LIMIT 1 ) IS NOT NULL LIMIT 10) AS `User` INNER JOIN `Tasks` AS `Tasks` ON `User`.`id` = `Tasks`.`userId`
INSERT INTO `Users` (`id`,`name`) VALUES (DEFAULT,?)
SELECT DISTINCT `distinctAlias`.`Post_id` AS `ids_Post_id` FROM (SELECT `Post`.`id` AS `Post_id` FROM `post` `Post` LEFT JOIN `post_categories_category` `Post_Category` ON `Post_Category`.`postId`=`Post`.`id`) `distinctAlias` ORDER BY `Post_id` ASC LIMIT 1
# sysbench
SELECT c FROM sbtest1 WHERE id=50123
SELECT c FROM sbtest2 WHERE id BETWEEN 50 AND 149
SELECT SUM(k) FROM sbtest3 WHERE id BETWEEN 1 AND 100
SELECT DISTINCT c FROM sbtest4 WHERE id BETWEEN 10 AND 20 ORDER BY c
UPDATE sbtest1 SET k=k+1 WHERE id=77
UPDATE sbtest2 SET c='12-34-56' WHERE id=78
DELETE FROM sbtest3 WHERE id=79
INSERT INTO sbtest4 (id, k, c, pad) VALUES (80, 4, 'a-b', 'c-d')
# TPC-C
SELECT c_discount, c_last, c_credit, w_tax FROM customer1, warehouse1 WHERE w_id = 1 AND c_w_id = w_id AND c_d_id = 2 AND c_id = 3
SELECT d_next_o_id, d_tax FROM district1 WHERE d_w_id = 1 AND d_id = 2 FOR UPDATE
UPDATE district1 SET d_next_o_id = 3002 WHERE d_id = 2 AND d_w_id= 1
INSERT INTO new_orders1 (no_o_id, no_d_id, no_w_id) VALUES (3001,2,1)
SELECT s_quantity, s_data, s_dist_01 FROM stock1 WHERE s_i_id = 5 AND s_w_id= 1 FOR UPDATE
SELECT COUNT(DISTINCT(s_i_id)) FROM order_line1, stock1 WHERE ol_w_id = 1 AND ol_d_id = 2 AND ol_o_id < 3001 AND ol_o_id >= 2981 AND s_w_id=1 AND s_i_id=ol_i_id AND s_quantity < 15
SELECT count(c_id) namecnt FROM customer1 WHERE c_w_id = 1 AND c_d_id= 2 AND c_last='BARBAR'
DELETE FROM new_orders1 WHERE no_o_id = 2101 AND no_d_id = 2 AND no_w_id = 1
SELECT SUM(ol_amount) sm FROM order_line1 WHERE ol_o_id = 2101 AND ol_d_id = 2 AND ol_w_id = 1
# In the manner of TPC-H
select l_returnflag, l_linestatus, sum(l_quantity) as sum_qty, avg(l_discount), count(*) from lineitem where l_shipdate <= date_sub('1998-12-01', interval 90 day) group by l_returnflag, l_linestatus order by l_returnflag, l_linestatus
select s_acctbal, s_name, n_name from part, supplier, partsupp, nation, region where p_partkey = ps_partkey and s_suppkey = ps_suppkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey and ps_supplycost = (select min(ps_supplycost) from partsupp, supplier where p_partkey = ps_partkey and s_suppkey = ps_suppkey) limit 100
select l_orderkey, sum(l_extendedprice * (1 - l_discount)) as revenue from customer, orders, lineitem where c_mktsegment = 'BUILDING' and c_custkey = o_custkey and l_orderkey = o_orderkey group by l_orderkey order by revenue desc limit 10
select o_orderpriority, count(*) as order_count from orders where exists (select * from lineitem where l_orderkey = o_orderkey and l_commitdate < l_receiptdate) group by o_orderpriority
select supp_nation, sum(volume) as revenue from (select n1.n_name as supp_nation, extract(year from l_shipdate) as l_year, l_extendedprice * (1 - l_discount) as volume from supplier, lineitem, orders, nation n1 where s_suppkey = l_suppkey and o_orderkey = l_orderkey and s_nationkey = n1.n_nationkey) as shipping group by supp_nation
select c_count, count(*) as custdist from (select c_custkey, count(o_orderkey) as c_count from customer left outer join orders on c_custkey = o_custkey and o_comment not like '%special%from%requests%' group by c_custkey) as c_orders group by c_count
with revenue0 as (select l_suppkey as supplier_no, sum(l_extendedprice) as total_revenue from lineitem group by l_suppkey) select s_suppkey, total_revenue from supplier, revenue0 where s_suppkey = supplier_no and total_revenue = (select max(total_revenue) from revenue0)
select cntrycode, count(*) as numcust from (select substring(c_phone from 1 for 2) as cntrycode, c_acctbal from customer where substring(c_phone from 1 for 2) in ('13', '31') and c_acctbal > (select avg(c_acctbal) from customer where c_acctbal > 0.00) and not exists (select * from orders where o_custkey = c_custkey)) as custsale group by cntrycode
# Definitions, as migrations of all of these make them
CREATE TABLE `users` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `name` varchar(255), `created_at` datetime(6) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
ALTER TABLE `users` ADD COLUMN `age` int DEFAULT NULL
ALTER TABLE `users` ADD INDEX `by_age` (`age`)
CREATE INDEX `by_name` ON `users` (`name`)
DROP TABLE IF EXISTS `schema_migrations`
TRUNCATE TABLE `sessions`
CREATE TABLE archive AS SELECT id, name FROM users WHERE id < 1000
DROP INDEX by_name ON users
